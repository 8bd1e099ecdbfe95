// Drawings put into the frame of MNIST's digits.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data } from 'gan-lib';

/** A picture of so many pixels a side: ink where `isInk` says so of a pixel's middle. */
const picture = (side: number, isInk: (x: number, y: number) => boolean): Float32Array =>
  Float32Array.from({ length: side * side }, (_, i) =>
    isInk((i % side) + 0.5, Math.floor(i / side) + 0.5) ? 1 : 0,
  );

/** Ink of a framed picture: where its middle is, and how far it reaches. */
function extent(framed: Float32Array) {
  const ink = [...framed].flatMap((value, i) =>
    value > 0 ? [{ x: (i % 28) + 0.5, y: Math.floor(i / 28) + 0.5 }] : [],
  );
  const mass = (along: (i: number) => number) => {
    const weights = [...framed].map((value) => (value + 1) / 2);
    return weights.reduce((sum, weight, i) => sum + weight * along(i), 0) / weights.reduce((a, b) => a + b);
  };
  const range = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
  return {
    ...{ x: mass((i) => (i % 28) + 0.5), y: mass((i) => Math.floor(i / 28) + 0.5) },
    ...{ width: range(ink.map(({ x }) => x)), height: range(ink.map(({ y }) => y)) },
  };
}

suite('MNIST’s frame', () => {
  test('scales the box of the ink to 20 pixels and puts its centre of mass at the middle', () => {
    // A bar with a foot to the right: its centre of mass is not that of its box.
    const isInk = (x: number, y: number) =>
      (x > 30 && x < 60 && y > 100 && y < 260) || (x > 30 && x < 110 && y > 240 && y < 260);
    const { x, y, width, height } = extent(data.mnistFrame(picture(280, isInk), 280));
    assert.ok(Math.abs(x - 14.5) < 0.1 && Math.abs(y - 14.5) < 0.1, `${x}, ${y}`);
    assert.ok(Math.abs(height - 20) <= 1 && Math.abs(width - 10) <= 1, `${width} × ${height}`);
  });

  test('does not care where, or how large, something is drawn', () => {
    const ring = (cx: number, cy: number, radius: number) =>
      data.mnistFrame(
        picture(280, (x, y) => Math.abs(Math.hypot(x - cx, y - cy) - radius) < radius / 5),
        280,
      );
    const [one, other] = [ring(60, 70, 40), ring(150, 160, 110)];
    const apart = one.reduce((sum, value, i) => sum + (value - other[i]!) ** 2, 0) / one.length;
    assert.ok(apart < 0.02, `${apart}`);
  });

  test('leaves a digit of MNIST nearly as it is', () => {
    const { pixels } = data.loadMnist().test;
    for (const [i, digit] of [0, 1, 2, 3].map((n) => [n, pixels.subarray(n * 784, (n + 1) * 784)] as const)) {
      const large = Float32Array.from(
        { length: 280 * 280 },
        (_, at) => digit[Math.floor(at / 2800) * 28 + Math.floor((at % 280) / 10)]! / 255,
      );
      const framed = data.mnistFrame(large, 280);
      const difference = framed.reduce((sum, value, at) => sum + (value - (digit[at]! / 127.5 - 1)) ** 2, 0);
      assert.ok(difference / 784 < 0.06, `digit ${i}: ${difference / 784}`); // another digit: 0.5
    }
  });

  test('of no ink is nothing, and whole rows are needed', () => {
    assert.ok(data.mnistFrame(new Float32Array(100), 10).every((value) => value === -1));
    assert.throws(() => data.mnistFrame(new Float32Array(101), 10), {
      name: 'RangeError',
      message: 'data.mnistFrame: whole rows of 10 are expected, got 101 numbers',
    });
  });
});
