import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, random } from 'gan-lib';

const SIZE = 784;

/** One white image of 28 × 28: a moving white square of 14 × 14. */
const white: data.ImageSet = {
  name: 'white',
  count: 1,
  shape: [28, 28, 1],
  pixels: new Uint8Array(SIZE).fill(255),
  labels: Uint8Array.of(7),
};

const draw = (options: Partial<data.TwoFuturesOptions> = {}) =>
  data.twoFutures(white, random.stream(1, 'futures'), { count: 300, background: 'black', ...options });

/** Row and column of the upper left pixel of the one white square in a frame of film `i`. */
function place(film: Float32Array, i: number, t = 0, frames = 1): [number, number] {
  const white = Array.from({ length: SIZE }, (_, k) => k).filter(
    (k) => film[(i * SIZE + k) * frames + t] === 1,
  );
  assert.equal(white.length, 14 * 14);
  const at: [number, number] = [Math.floor(white[0]! / 28), white[0]! % 28];
  assert.deepEqual([Math.floor(white.at(-1)! / 28), white.at(-1)! % 28], [at[0] + 13, at[1] + 13]);
  return at;
}

suite('twoFutures', () => {
  test('goes straight to one side, 1 to 2 pixels a frame, then 5 up or 5 down', () => {
    const drawn = draw();
    const [rows, directions] = [new Set<number>(), new Set<number>()];
    for (let i = 0; i < 300; i++) {
      const past = [0, 1, 2, 3].map((t) => place(drawn.past, i, t, 4));
      const [up, down] = drawn.futures.map((future) => place(future, i));
      const [row] = past[0]!;
      assert.ok(past.every((at) => at[0] === row));
      assert.deepEqual([up![0], down![0]], [row - 5, row + 5]);
      assert.equal(up![1], down![1]);
      const columns = [...past.map((at) => at[1]), up![1]];
      const moves = columns.slice(1).map((column, t) => column - columns[t]!);
      const direction = Math.sign(moves[0]!);
      assert.ok(
        moves.every((move) => [1, 2].includes(direction * move)),
        moves.join(),
      );
      rows.add(row);
      directions.add(direction);
    }
    assert.deepEqual([...rows].sort(), [5, 6, 7, 8, 9]);
    assert.equal(directions.size, 2);
  });

  test('one of both comes, as often up as is wished', () => {
    for (const up of [0, 0.25, 0.5, 1]) {
      const drawn = draw({ up });
      for (let i = 0; i < 300; i++) {
        const [from, to] = [i * SIZE, (i + 1) * SIZE];
        const expected = drawn.futures[drawn.jumpsUp[i] === 1 ? 0 : 1].subarray(from, to);
        assert.deepEqual(drawn.next.subarray(from, to), expected);
      }
      const share = drawn.jumpsUp.reduce((sum, one) => sum + one, 0) / 300;
      assert.ok(Math.abs(share - up) <= 0.1, `${share} of ${up}`); // more than three standard deviations
    }
  });

  test('the past does not tell: it is the same whichever comes', () => {
    const [up, down] = [draw({ up: 1 }), draw({ up: 0 })];
    assert.deepEqual(up.past, down.past);
    assert.notDeepEqual(up.next, down.next);
  });

  test('shows the background where no digit is', () => {
    const { futures, backgrounds } = draw({ background: 'gradient', count: 20 });
    for (const future of futures) {
      const shown = future.filter((value, k) => value === backgrounds[k]).length;
      assert.equal(shown, 20 * (SIZE - 14 * 14));
    }
  });

  test('refuses other images and numbers', () => {
    const wide: data.ImageSet = { ...white, name: 'wide', shape: [14, 56, 1] };
    const refuses = (images: data.ImageSet, options: data.TwoFuturesOptions, message: string) =>
      assert.throws(() => data.twoFutures(images, random.stream(1, 'x'), options), {
        name: 'RangeError',
        message,
      });
    refuses(
      wide,
      { count: 1 },
      'data.twoFutures: images of 28 × 28 × 1 are allowed, got 14 × 56 × 1 of wide',
    );
    refuses(white, { count: 0 }, 'data.twoFutures: count of at least 1 is allowed, got 0');
    refuses(white, { count: 1, up: 1.5 }, 'data.twoFutures: up from 0 to 1 is allowed, got 1.5');
  });
});
