import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data } from 'gan-lib';

/** The next `count` latents, row by row. */
function rows(latents: data.Latents, count: number): number[][] {
  const batch = latents.next(count);
  const plain = batch.z.arraySync() as number[][];
  assert.deepEqual(batch.z.shape, [count, latents.size]);
  tf.dispose({ ...batch });
  return plain;
}

const moments = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
};

suite('latents', () => {
  test('normal: N(0, 1)', () => {
    const values = rows(data.normalLatents({ size: 10, seed: 1 }), 10_000).flat();
    const { mean, variance } = moments(values);
    assert.ok(Math.abs(mean) < 0.015, `mean ${mean}`);
    assert.ok(Math.abs(variance - 1) < 0.02, `variance ${variance}`);
    assert.ok(values.some((value) => Math.abs(value) > 3));
  });

  test('uniform: Unif(−1, 1)', () => {
    const values = rows(data.uniformLatents({ size: 10, seed: 1 }), 10_000).flat();
    const { mean, variance } = moments(values);
    assert.ok(values.every((value) => value >= -1 && value <= 1));
    assert.ok(Math.abs(mean) < 0.01, `mean ${mean}`);
    assert.ok(Math.abs(variance - 1 / 3) < 0.006, `variance ${variance}`);
  });

  test('depend on seed and name, and go on where they were saved', () => {
    const make = (seed: number, name = 'latents') => data.normalLatents({ size: 3, seed, name });
    assert.deepEqual(rows(make(1), 4), rows(make(1), 4));
    assert.notDeepEqual(rows(make(1), 4), rows(make(2), 4));
    assert.notDeepEqual(rows(make(1), 4), rows(make(1, 'fixed'), 4));
    const latents = make(1);
    rows(latents, 5);
    const state = JSON.stringify(latents.save());
    const following = rows(latents, 2);
    const elsewhere = make(9);
    elsewhere.restore(JSON.parse(state) as never);
    assert.deepEqual(rows(elsewhere, 2), following);
  });
});

suite('coded latents', () => {
  const make = (seed = 1) =>
    data.codedLatents({ noise: 3, codes: { categorical: [10, 4], continuous: 2 }, seed });

  test('are [noise | one-hot … | continuous], each part with its own distribution', () => {
    const latents = make();
    assert.equal(latents.size, 3 + 10 + 4 + 2);
    const drawn = rows(latents, 20_000);
    const part = (from: number, to: number) => drawn.map((row) => row.slice(from, to));

    const noise = moments(part(0, 3).flat());
    assert.ok(Math.abs(noise.mean) < 0.02 && Math.abs(noise.variance - 1) < 0.03);
    for (const [from, categories] of [
      [3, 10],
      [13, 4],
    ] as const) {
      const counts = new Array<number>(categories).fill(0);
      for (const oneHot of part(from, from + categories)) {
        assert.equal(oneHot.filter((value) => value === 0).length, categories - 1);
        assert.equal(oneHot.filter((value) => value === 1).length, 1);
        counts[oneHot.indexOf(1)]!++;
      }
      // Standard deviations: √(20000 · 0.1 · 0.9) = 42, √(20000 · 0.25 · 0.75) = 61.
      for (const count of counts) assert.ok(Math.abs(count - 20_000 / categories) < 250, counts.join());
    }
    const continuous = part(17, 19).flat();
    assert.ok(continuous.every((value) => value >= -1 && value <= 1));
    const { mean, variance } = moments(continuous);
    assert.ok(Math.abs(mean) < 0.015 && Math.abs(variance - 1 / 3) < 0.01);
  });

  test('the codes are drawn independently of each other', () => {
    const drawn = rows(make(2), 20_000);
    const both = drawn.filter((row) => row[3] === 1 && row[13] === 1).length; // 1/40 of them
    assert.ok(Math.abs(both - 500) < 110, `${both} of an expected 500 ± 22`);
  });

  test('compose puts given parts in the same places, codes beyond their range included', () => {
    const z = make().compose({
      count: 2,
      noise: Float32Array.of(0.5, 0.25, 0.125, -0.5, -0.25, -0.125),
      categories: [
        [9, 0],
        [1, 3],
      ],
      continuous: Float32Array.of(-2, 2, 0.5, -0.5),
    });
    assert.deepEqual(z.arraySync(), [
      [0.5, 0.25, 0.125, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, -2, 2],
      [-0.5, -0.25, -0.125, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0.5, -0.5],
    ]);
    z.dispose();
  });

  test('compose refuses a category that there is not', () => {
    for (const category of [10, -1, 1.5, NaN]) {
      const parts = {
        count: 1,
        noise: new Float32Array(3),
        categories: [[category], [0]],
        continuous: new Float32Array(2),
      };
      assert.throws(() => make().compose(parts), {
        name: 'RangeError',
        message: `categorical code 1 of sample 0: a whole number from 0 to 9 is allowed, got ${category}`,
      });
    }
  });

  test('go on where they were saved', () => {
    const latents = make();
    rows(latents, 7);
    const state = JSON.stringify(latents.save());
    const following = rows(latents, 3);
    const elsewhere = make(5);
    elsewhere.restore(JSON.parse(state) as never);
    assert.deepEqual(rows(elsewhere, 3), following);
  });

  test('without any code of one kind', () => {
    for (const [codes, size] of [
      [{ categorical: [], continuous: 2 }, 5],
      [{ categorical: [4], continuous: 0 }, 7],
    ] as const) {
      assert.equal(data.codedLatents({ noise: 3, codes, seed: 1 }).size, size);
      rows(data.codedLatents({ noise: 3, codes, seed: 1 }), 2);
    }
  });
});
