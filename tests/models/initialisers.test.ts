import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { models } from 'gan-lib';
import { moments } from './tensors.ts';

/** The first values of the only layer's stored tensors, by name. */
function first(layer: models.Layer, input: models.Shape): Record<string, Float32Array> {
  const net = models.network({ name: 'net', input, layers: [layer], seed: 3 });
  const stored = net.stored.map(({ name, variable }) => [
    name.split('/')[1]!,
    variable.dataSync<'float32'>().slice(),
  ]);
  net.dispose();
  return Object.fromEntries(stored) as Record<string, Float32Array>;
}

/** Within 4.5 standard errors of a sample from a distribution with this mean and deviation. */
function hasMoments(numbers: Float32Array, mean: number, deviation: number): void {
  const found = moments(numbers);
  const error = (4.5 * deviation) / Math.sqrt(numbers.length);
  assert.ok(Math.abs(found.mean - mean) < error, `mean ${found.mean}, expected ${mean} ± ${error}`);
  assert.ok(Math.abs(found.deviation - deviation) < error, `deviation ${found.deviation}, not ${deviation}`);
}

suite('initialisers', () => {
  test('normal: N(0, 0.02), DCGAN’s, by default', () => {
    const { weights, bias } = first(models.dense(300, { init: models.normal() }), [200]);
    hasMoments(weights!, 0, 0.02);
    assert.ok(weights!.some((value) => Math.abs(value) > 0.07)); // 3.5 σ: not truncated
    assert.ok(bias!.every((value) => value === 0));
  });

  test('normal with a mean', () => {
    hasMoments(first(models.dense(300, { init: models.normal(0.5, 2) }), [200])['weights']!, 2, 0.5);
  });

  test('Glorot: uniform within √(6 / (fan in + fan out))', () => {
    const check = (numbers: Float32Array, limit: number) => {
      hasMoments(numbers, 0, limit / Math.sqrt(3));
      const most = Math.max(...numbers.map(Math.abs));
      assert.ok(most <= Math.fround(limit) && most > 0.99 * limit, `${most}, limit ${limit}`);
    };
    check(first(models.dense(300), [200])['weights']!, Math.sqrt(6 / 500));
    // A kernel of 4 × 4: fan in 16 · 8, fan out 16 · 24, and the other way round for the transposed one.
    const limit = Math.sqrt(6 / (16 * 8 + 16 * 24));
    check(first(models.conv2d({ filters: 24 }), [8, 8, 8])['filter']!, limit);
    check(first(models.conv2dTranspose({ filters: 24 }), [8, 8, 8])['filter']!, limit);
  });

  test('He: N(0, √(2 / fan in))', () => {
    const init = models.heNormal;
    hasMoments(first(models.dense(300, { init }), [200])['weights']!, 0, 0.1);
    hasMoments(first(models.conv2d({ filters: 32, init }), [8, 8, 8])['filter']!, 0, Math.sqrt(2 / 128));
  });

  test('constants', () => {
    assert.ok(first(models.dense(3, { init: models.ones }), [2])['weights']!.every((value) => value === 1));
    assert.ok(first(models.dense(3, { init: models.zeros }), [2])['weights']!.every((value) => value === 0));
  });

  test('batch normalisation: scale N(1, 0.02), shift 0, averages of N(0, 1)', () => {
    const { gamma, beta, mean, variance } = first(models.batchNorm(), [5000]);
    hasMoments(gamma!, 1, 0.02);
    assert.ok(beta!.every((value) => value === 0));
    assert.ok(mean!.every((value) => value === 0));
    assert.ok(variance!.every((value) => value === 1));
  });
});
