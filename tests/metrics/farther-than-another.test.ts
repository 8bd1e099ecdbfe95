import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics } from 'gan-lib';

suite('the share that a change takes farther than another class', () => {
  const references = [[0], [10], [1]];
  const referenceLabels = [7, 8, 7];

  test('counts by class, by hand', () => {
    // Of class 7, at 0: the nearest of another class is at 10. Of class 8, at 9: the nearest of another class is at 1.
    const share = metrics.fartherThanAnother([[0], [9]], [[9], [20]], [7, 8], references, referenceLabels);
    assert.equal(share, 0.5);
    assert.equal(metrics.fartherThanAnother([[0]], [[10.5]], [7], references, referenceLabels), 1);
    assert.equal(metrics.fartherThanAnother([[0]], [[0]], [7], references, referenceLabels), 0);
  });

  test('is nearly 1 for digits moved by two columns, in pixels, and 0 for digits that stay', () => {
    const { train, test: heldOut } = data.loadMnist();
    const [x, among] = [data.toTensor(heldOut, { length: 200 }), data.toTensor(train, { length: 3000 })];
    const labels = [heldOut.labels.subarray(0, 200), train.labels.subarray(0, 3000)] as const;
    const share = (moved: tf.Tensor) => metrics.fartherThanAnother(x, moved, labels[0], among, labels[1]);
    assert.ok(share(data.shifted(x, 2)) > 0.9);
    assert.equal(share(x), 0);
  });

  test('says what does not fit, and leaves nothing behind', () => {
    const before = tf.memory().numTensors;
    const of = (labels: number[], own: number[]) => () =>
      metrics.fartherThanAnother([[0]], [[1]], own, references, labels);
    assert.throws(of([7, 7, 7], [7]), /references: one of another class than 7 is needed/);
    assert.throws(of([7, 8], [7]), RangeError);
    assert.throws(of([7, 8, 7], [7, 8]), RangeError);
    assert.equal(tf.memory().numTensors, before);
  });
});
