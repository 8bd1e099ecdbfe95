import assert from 'node:assert/strict';
import { test } from 'node:test';
import { data, metrics, random } from 'gan-lib';
import * as tf from '@tensorflow/tfjs-core';
import { near } from './samples.ts';

test('the mixture itself covers every mode, 1 − e^−4.5 of high quality', () => {
  for (const mixture of [data.ring(), data.grid()]) {
    const { points } = data.sampleMixture(mixture, 2500, random.stream(1, 'mixture'));
    const samples = tf.tensor2d(points, [2500, 2]);
    const result = metrics.modeCoverage(samples, mixture);
    samples.dispose();
    assert.equal(result.modes, mixture.centres.length);
    near(result.highQuality, 1 - Math.exp(-4.5), 0.01);
  }
});

test('dropped modes and bad samples are counted', () => {
  const mixture = data.ring({ modes: 4, radius: 1, sigma: 0.1 });
  const samples = [
    [1, 0], // a centre
    [1.29, 0], // 2.9 σ away
    [1.31, 0], // 3.1 σ away
    [0, 1], // another centre
    [0, 0], // between all
  ];
  assert.deepEqual(metrics.modeCoverage(samples, mixture), {
    modes: 2,
    highQuality: 0.6,
    counts: [2, 1, 0, 0],
  });
});

test('other dimensions or NaN are refused in one line', () => {
  assert.throws(() => metrics.modeCoverage([[1, 2, 3]], data.ring()), /samples: 2 coordinates .* got 3/);
  assert.throws(() => metrics.modeCoverage([[NaN, 2]], data.ring()), /samples, row 0: finite numbers/);
});
