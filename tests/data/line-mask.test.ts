/** Pixels under a brush. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data } from 'gan-lib';

const rows = (mask: Float32Array, side: number): string[] =>
  Array.from({ length: side }, (_, row) => mask.subarray(row * side, (row + 1) * side).join(''));

suite('the mask of a line', () => {
  test('covers the pixels whose centres are near, by hand', () => {
    assert.deepEqual(rows(data.lineMask([0.1, 0.5], [0.9, 0.5], 1.9, 5), 5), [
      '00000',
      '00000',
      '11111',
      '00000',
      '00000',
    ]);
    assert.deepEqual(rows(data.lineMask([0.3, 0.5], [0.7, 0.5], 2.4, 5), 5), [
      '00000',
      '01110',
      '11111',
      '01110',
      '00000',
    ]);
  });

  test('of a dot has a pixel, wherever it is, and grows with the brush', () => {
    for (const place of [
      [0, 0],
      [0.5, 0.5],
      [0.51, 0.98],
      [1, 1],
    ] as const) {
      const areas = [1, 2, 4, 8].map((width) => data.lineMask(place, place, width).filter(Boolean).length);
      assert.ok(areas[0]! >= 1 && areas[0]! <= 4, `${areas}`);
      assert.ok(
        areas.every((area, i) => i === 0 || area >= areas[i - 1]!),
        `${areas}`,
      );
    }
  });

  test('of the thinnest brush has no gap', () => {
    const mask = data.lineMask([0.03, 0.2], [0.97, 0.85], 1);
    const covered = [...mask.keys()].filter((i) => mask[i] === 1);
    const columns = new Set(covered.map((i) => i % 28));
    assert.equal(columns.size, 28);
  });
});
