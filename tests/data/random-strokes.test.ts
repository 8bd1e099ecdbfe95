/** Random strokes that no image obeys. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, random } from 'gan-lib';

test('random strokes contradict what is under them, are the seed’s own, and as long as was asked', () => {
  const images = data.toTensor(data.loadMnist().test, { length: 50 });
  const draw = (seed: number, length: [number, number] = [8, 12]) =>
    data.randomStrokes(images, random.stream(seed, 'strokes'), { length });
  const [first, again, other, short] = [draw(1), draw(1), draw(2), draw(1, [3, 4])];
  assert.deepEqual(first.mask.dataSync(), again.mask.dataSync());
  assert.notDeepEqual(first.mask.dataSync(), other.mask.dataSync());
  assert.deepEqual(first.mask.shape, [50, 28, 28, 1]);
  const errors = losses.strokeError(images, first).dataSync();
  assert.ok(Math.min(...errors) >= 1 - 1e-6, 'at least that of grey'); // mean (v − x)² ≥ (1 + mean of v·x)² ≥ 1
  const areas = [...tf.sum(first.mask, [1, 2, 3]).dataSync()];
  assert.ok(
    Math.min(...areas) >= 14 && Math.max(...areas) <= 36,
    `${Math.min(...areas)} ${Math.max(...areas)}`,
  );
  const [long, less] = [first, short].map(({ mask }) => tf.sum(mask).dataSync()[0]!);
  assert.ok(less! < long!);
  const colours = new Set(tf.mean(first.wanted, [1, 2, 3]).dataSync());
  assert.deepEqual([...colours].sort(), [-1, 1], 'one colour a stroke');
});
