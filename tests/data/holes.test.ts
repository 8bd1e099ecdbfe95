import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, random } from 'gan-lib';

const LEFT = data.masks.left(28, 28, random.stream(1, 'mask'));

suite('contextWeights', () => {
  test('are by the share of hidden neighbours, and 0 for hidden pixels', () => {
    // 3 × 3 with a hole in the middle: all its neighbours see one hidden pixel.
    const mask = Float32Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1);
    const [corner, side] = [1 / 4, 1 / 6]; // of a window of 2 × 2 and of 2 × 3 within the image
    const expected = [corner, side, corner, side, 0, side, corner, side, corner];
    data.contextWeights(mask, 3, 3).forEach((weight, i) => assert.ok(Math.abs(weight - expected[i]!) < 1e-6));
  });

  test('grow towards the hole; a public implementation has them the other way round', () => {
    const row = data.contextWeights(LEFT, 28, 7).subarray(14 * 28, 15 * 28);
    const beside = Array.from(row.subarray(14, 17));
    beside.forEach((weight, i) => assert.ok(Math.abs(weight - (3 - i) / 7) < 1e-6, `${weight}`));
    assert.ok(row.subarray(17).every((weight) => weight === 0));
    assert.ok(row.subarray(0, 14).every((weight) => weight === 0));
  });

  test('leave three columns of the left half with window 7: 84 pixels of 392', () => {
    assert.equal(data.contextWeights(LEFT, 28, 7).filter((weight) => weight > 0).length, 3 * 28);
  });

  test('refuse a window without a middle', () => {
    for (const window of [0, 2, 1.5]) assert.throws(() => data.contextWeights(LEFT, 28, window), RangeError);
  });
});

suite('poissonBlend', () => {
  const target = Float32Array.of(0, 0, 0, 0.6);

  test('keeps what is known, and the differences of the source: a ramp in a hole of one row', () => {
    // Known ends 0 and 0.6, a flat source: the hole becomes a ramp. Rows of 4.
    const blended = data.poissonBlend(target, new Float32Array(4).fill(-1), [1, 0, 0, 1], 4);
    [0, 0.2, 0.4, 0.6].forEach((value, i) => assert.ok(Math.abs(blended[i]! - value) < 1e-3, `${blended}`));
  });

  test('moves a source that is too dark, and keeps its shape', () => {
    const truth = Float32Array.of(0.1, 0.5, 0.2, 0.4);
    const source = truth.map((value) => value - 0.7);
    const blended = data.poissonBlend(truth, source, [1, 0, 0, 1], 4);
    truth.forEach((value, i) => assert.ok(Math.abs(blended[i]! - value) < 1e-3, `${blended}`));
  });

  test('does not take the end of a row for a neighbour of the next; a public implementation does', () => {
    // Hidden is the last pixel of the first row. Its neighbours are 0 (left) and 0.6 (below), and not the next row’s first, −1.
    const blended = data.poissonBlend([0, 9, -1, 0.6], [0, 0, 0, 0], [1, 0, 1, 1], 2);
    assert.ok(Math.abs(blended[1]! - 0.3) < 1e-3, `${blended}`);
  });

  test('leaves the source where nothing is known, and stays in range', () => {
    assert.deepEqual([...data.poissonBlend([0, 0], [0.25, -0.5], [0, 0], 2)], [0.25, -0.5]);
    const over = data.poissonBlend([1, 0, 1], [0, 5, 0], [1, 0, 1], 3);
    assert.equal(over[1], 1);
  });

  test('refuses sizes that do not fit', () => {
    assert.throws(() => data.poissonBlend([0], [0, 0], [1, 0], 2), RangeError);
    assert.throws(() => data.poissonBlend([0, 0], [0, 0], [1, 0], 3), RangeError);
  });
});
