import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, random } from 'gan-lib';

const drawn = (mask: data.Mask, [height, width] = [28, 28], seed = 1) =>
  mask(height, width, random.stream(seed, 'mask'));

/** The mask as rows of `.` (known) and `#` (hidden). */
const rows = (mask: data.Mask, height: number, width: number) => {
  const values = Array.from(drawn(mask, [height, width]), (value) =>
    value === 1 ? '.' : value === 0 ? '#' : '?',
  );
  return Array.from({ length: height }, (_, row) => values.slice(row * width, (row + 1) * width).join(''));
};

const hidden = (mask: Float32Array) => mask.reduce((sum, value) => sum + 1 - value, 0);

suite('masks', () => {
  test('hide what they say', () => {
    const { centre, left, top, grid } = data.masks;
    assert.deepEqual(rows(centre, 4, 8), ['........', '..####..', '..####..', '........']);
    assert.deepEqual(rows(left, 2, 4), ['##..', '##..']);
    assert.deepEqual(rows(top, 4, 2), ['##', '##', '..', '..']);
    assert.deepEqual(rows(grid, 6, 6), ['.###.#', '######', '######', '######', '.###.#', '######']);
  });

  test('hide so many of 28 × 28 pixels', () => {
    const { centre, left, top, grid } = data.masks;
    assert.deepEqual(
      [centre, left, top, grid].map((mask) => hidden(drawn(mask))),
      [14 * 14, 14 * 28, 14 * 28, 784 - 49],
    );
  });

  test('at random hide a fifth and four fifths, others for another seed', () => {
    for (const [mask, share] of [
      [data.masks.random20, 0.2],
      [data.masks.random80, 0.8],
    ] as const) {
      // 10,000 draws: 4 standard deviations are 0.016.
      assert.ok(Math.abs(hidden(drawn(mask, [100, 100])) / 1e4 - share) < 0.016);
      assert.deepEqual(drawn(mask), drawn(mask));
      assert.notDeepEqual(drawn(mask), drawn(mask, [28, 28], 2));
    }
  });
});
