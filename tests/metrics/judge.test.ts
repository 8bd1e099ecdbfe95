import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics, models, random } from 'gan-lib';
import { near, processorSeconds } from './samples.ts';

const COUNT = 5000;
const mnist = data.loadMnist();
let reference: metrics.ImageReference;
let floor: metrics.ImageMetrics;

const judged = (images: tf.Tensor) => {
  const row = metrics.judge(images, reference);
  images.dispose();
  return row;
};

before(() => {
  const images = data.toTensor(mnist.train, { length: COUNT });
  reference = metrics.imageReference(models.classifier('mnist'), images);
  images.dispose();
  floor = judged(data.toTensor(mnist.test, { length: COUNT }));
});

after(() => reference.classifier.dispose());

test('the floor: what the first 5,000 real test images get', (t) => {
  t.diagnostic(JSON.stringify(floor));
  assert.ok(floor.frechet > 0 && floor.frechet < 2);
  assert.ok(floor.precision > 0.75 && floor.recall > 0.75);
  near(floor.density, 1, 0.15);
  assert.ok(floor.coverage > 0.75);
  assert.ok(floor.score > 9.5 && floor.score <= 10);
  assert.ok(floor.classKl < 0.01);
});

test('other training images: closer than the test images, coverage near what equal distributions have', () => {
  const others = Array.from({ length: COUNT }, (_, i) => COUNT + i);
  const { frechet, coverage } = judged(data.toTensor(mnist.train, others));
  assert.ok(frechet < floor.frechet);
  near(coverage, metrics.expectedCoverage(COUNT, COUNT, 5), 0.05);
});

test('the reference itself: distance 0, precision, recall and coverage 1', () => {
  const { frechet, precision, recall, coverage } = judged(data.toTensor(mnist.train, { length: COUNT }));
  near(frechet, 0, 1e-3);
  assert.deepEqual({ precision, recall, coverage }, { precision: 1, recall: 1, coverage: 1 });
});

test('five digits dropped: variety halves, quality stays, KL near log 2', () => {
  const kept = Array.from(mnist.test.labels.keys())
    .filter((i) => mnist.test.labels[i]! < 5)
    .slice(0, COUNT);
  const { frechet, precision, recall, coverage, score, classKl } = judged(data.toTensor(mnist.test, kept));
  assert.ok(frechet > 3 * floor.frechet);
  near(precision, floor.precision, 0.05);
  const share = mnist.train.labels.subarray(0, COUNT).filter((digit) => digit < 5).length / COUNT;
  near(coverage, share, 0.06);
  near(recall, share, 0.08);
  near(score, 5, 0.2);
  near(classKl, Math.log(2), 0.02);
});

test('noise: far away, no precision', () => {
  const noise = random.stream(1, 'noise').fillUniform(new Float32Array(1000 * 784), -1, 1);
  const { frechet, precision, coverage } = judged(tf.tensor4d(noise, [1000, 28, 28, 1]));
  assert.ok(frechet > 20 * floor.frechet);
  assert.ok(precision < 0.05 && coverage < 0.05);
});

test('pixel noise that grows moves the distance up, step by step', () => {
  const distances = [0, 0.2, 0.4, 0.8].map((deviation, i) =>
    tf.tidy(() => {
      const images = data.toTensor(mnist.test, { length: 1000 });
      const noise = random.stream(i, 'noise').fillNormal(new Float32Array(images.size), 0, deviation);
      const noisy = tf.clipByValue(tf.add(images, tf.tensor4d(noise, images.shape)), -1, 1);
      return metrics.judge(noisy, reference).frechet;
    }),
  );
  assert.deepEqual(
    distances,
    [...distances].sort((a, b) => a - b),
  );
});

test('5,000 images are judged in under 5 s, and no tensor is left', (t) => {
  const images = data.toTensor(mnist.test, { length: COUNT });
  const tensors = tf.memory().numTensors;
  const seconds = processorSeconds(() => metrics.judge(images, reference));
  t.diagnostic(`${seconds.toFixed(2)} s`);
  assert.ok(seconds < 5, `${seconds} s`);
  assert.equal(tf.memory().numTensors, tensors);
  images.dispose();
});

test('too few images are refused in one line', () => {
  const images = data.toTensor(mnist.test, { length: 64 });
  assert.throws(
    () => metrics.judge(images, reference),
    /more samples than features are needed, got 64 of 64/,
  );
  images.dispose();
});
