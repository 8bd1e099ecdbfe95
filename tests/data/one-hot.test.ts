import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data } from 'gan-lib';

suite('oneHot', () => {
  test('gives a row with a 1 for each label and zeros where it is not told', () => {
    const labels = tf.tensor1d([2, 0, data.UNLABELLED, 1], 'int32');
    const before = tf.memory().numTensors;
    const rows = data.oneHot(labels, 3);
    assert.equal(rows.dtype, 'float32');
    assert.deepEqual(rows.arraySync(), [[0, 0, 1], [1, 0, 0], [0, 0, 0], [0, 1, 0]]); // prettier-ignore
    rows.dispose();
    assert.equal(tf.memory().numTensors, before);
    labels.dispose();
  });

  test('goes with a partly labelled set: as many ones as there are labels', () => {
    const digits = data.labelled(data.take(data.loadMnist().train, 1000), 100, 1);
    const source = data.map(data.imageBatches(digits, { batchSize: 500, seed: 1 }), ({ labels }) => ({
      y: data.oneHot(labels, 10),
    }));
    const ones = [1, 2].map(() => {
      const { y } = source.next();
      const count = tf.tidy(() => tf.sum(y).dataSync()[0]!);
      y.dispose();
      return count;
    });
    assert.equal(ones[0]! + ones[1]!, 100);
  });

  test('refuses a label that is no class, and what are no labels', () => {
    const refuses = (labels: tf.Tensor, message: RegExp) => {
      assert.throws(() => data.oneHot(labels, 10), message);
      labels.dispose();
    };
    refuses(tf.tensor1d([3, 10], 'int32'), /data\.oneHot: labels 0 to 9 and 255 are allowed, got 10/);
    refuses(tf.tensor1d([-1], 'int32'), /are allowed, got -1/);
    refuses(tf.tensor1d([1, 2]), /int32 labels \[batch\] are allowed, got float32 \[2\]/);
    refuses(tf.tensor2d([[1]], [1, 1], 'int32'), /got int32 \[1, 1\]/);
  });
});
