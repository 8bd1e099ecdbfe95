import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics } from 'gan-lib';
import { leavesNothing, near } from './samples.ts';

const test500 = () => data.toTensor(data.loadMnist().test, { length: 500 });

suite('distance of reconstructions', () => {
  test('worked out by hand', () => {
    const originals = [
      [0, 0],
      [3, 4],
    ];
    const reconstructions = [
      [0, 1],
      [3, 4],
    ];
    const found = leavesNothing(() => metrics.reconstructionDistance(originals, reconstructions));
    near(found.own, 0.5, 1e-6); // 1 and 0
    near(found.other, (Math.hypot(3, 3) + 5) / 2, 1e-6);
    near(found.ratio, found.own / found.other, 1e-6);
  });

  test('0 of perfect ones; 1 of such as have nothing to do with what they are of', () => {
    const x = test500();
    const rolled = tf.tidy(() => tf.concat([tf.slice(x, 250), tf.slice(x, 0, 250)])); // real digits, others
    const mean = tf.tidy(() => tf.tile(tf.mean(x, 0, true), [500, 1, 1, 1]));
    assert.equal(metrics.reconstructionDistance(x, x).ratio, 0);
    near(metrics.reconstructionDistance(x, rolled).ratio, 1, 0.02);
    near(metrics.reconstructionDistance(x, mean).ratio, 1, 1e-4);
    tf.dispose([x, rolled, mean]);
  });

  test('what does not go together is refused', () => {
    assert.throws(
      () => metrics.reconstructionDistance([[1], [2]], [[1, 2], [2, 3]]), // prettier-ignore
      /reconstructions: shape \[2,1\] is needed, got \[2,2\]/,
    );
    assert.throws(() => metrics.reconstructionDistance([[1]], [[1]]), /originals: at least 2 samples/);
  });
});
