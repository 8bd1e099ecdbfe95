import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models, training } from 'gan-lib';

const { batchNorm, dense } = models;
const build = () => models.network({ name: 'net', input: [1], layers: [dense(1), batchNorm()], seed: 1 });
const first = (net: models.Network) => net.stored[0]!.variable.dataSync()[0]!;

/** Runs the hook after each step, at which the network's weight is that step's value. */
function follow(net: models.Network, average: training.MovingAverage, values: readonly number[]): number[] {
  return values.map((value, i) => {
    tf.tidy(() => net.stored[0]!.variable.assign(tf.fill([1, 1], value)));
    void average.hook.run({ step: i + 1 } as training.Trainer);
    return first(average.network);
  });
}

suite('a moving average', () => {
  test('is the mean of all steps until it has a memory of its own', () => {
    const net = build();
    const average = training.movingAverage(net, { decay: 0.75 });
    // Means of 1; 1, 5; 1, 5, 3; 1, 5, 3, 7; then ¾ of 4 and ¼ of 8.
    assert.deepEqual(
      follow(net, average, [1, 5, 3, 7, 8]).map((value) => Math.round(value * 1e5) / 1e5),
      [1, 3, 3, 4, 5],
    );
    net.dispose();
    average.network.dispose();
  });

  test('leaves the network alone, averages what batch normalisation records, and frees what it makes', () => {
    const net = build();
    const average = training.movingAverage(net, { decay: 0.5 });
    const records = net.stored.findIndex(({ trainable }) => !trainable);
    tf.tidy(() => net.stored[records]!.variable.assign(tf.fill([1], 4)));
    const before = tf.memory().numTensors;
    follow(net, average, [2, 2]);
    assert.equal(tf.memory().numTensors, before);
    assert.equal(first(net), 2);
    assert.equal(average.network.stored[records]!.variable.dataSync()[0], 4);
    net.dispose();
    average.network.dispose();
  });

  test('refuses a decay of 1', () => {
    const net = build();
    assert.throws(
      () => training.movingAverage(net, { decay: 1 }),
      /decay: a number from 0 to below 1 is allowed, got 1/,
    );
    net.dispose();
  });
});
