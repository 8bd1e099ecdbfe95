import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data } from 'gan-lib';

const images = data.take(data.loadMnist().train, 300);
const options = { classes: 10, batchSize: 20, seed: 1 };
const values = (tensor: tf.Tensor): string => [...tensor.dataSync()].join();
/** The image of each label of the set, as text. */
const known = (() => {
  const all = data.toTensor(images);
  const rows = tf.unstack(all).map(values);
  return new Map(rows.map((row, i) => [row, images.labels[i]!]));
})();
const labelsOf = (samples: tf.Tensor): number[] => tf.unstack(samples).map((one) => known.get(values(one))!);
const told = (y: tf.Tensor): number[] => (y.arraySync() as number[][]).map((row) => row.indexOf(1));

suite('partlyLabelled', () => {
  test('gives every label where all images have theirs, and none where none has', () =>
    tf.tidy(() => {
      const all = data.partlyLabelled(images, { ...options, labels: 300 }).next();
      assert.deepEqual(Object.keys(all).sort(), ['x', 'y']);
      assert.deepEqual(told(all.y), labelsOf(all.x));
      const none = data.partlyLabelled(images, { ...options, labels: 0 }).next();
      assert.equal(tf.sum(none.y).dataSync()[0], 0);
      assert.deepEqual(none.x.arraySync(), all.x.arraySync());
    }));

  test('shows every image, and beside them those that have a label, with theirs', () =>
    tf.tidy(() => {
      const source = data.partlyLabelled(images, { ...options, labels: 40 });
      const batches = Array.from({ length: 15 }, () => source.next() as data.Batch<'x' | 'y' | 'labelled'>);
      assert.equal(new Set(batches.flatMap(({ x }) => tf.unstack(x).map(values))).size, 300);
      assert.equal(new Set(batches.flatMap(({ labelled }) => tf.unstack(labelled).map(values))).size, 40);
      for (const { labelled, y } of batches) assert.deepEqual(told(y), labelsOf(labelled));
    }));

  test('goes on where it was', () =>
    tf.tidy(() => {
      const source = data.partlyLabelled(images, { ...options, labels: 40 });
      source.next();
      const state = structuredClone(source.save());
      const after = Object.values(source.next()).map(values);
      source.restore(state as never);
      assert.deepEqual(Object.values(source.next()).map(values), after);
    }));

  test('refuses fewer labels than a batch has samples', () => {
    assert.throws(() => data.partlyLabelled(images, { ...options, labels: 19 }), RangeError);
    assert.throws(() => data.partlyLabelled(images, { ...options, labels: 301 }), /300/);
  });
});
