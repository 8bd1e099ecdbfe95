import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics } from 'gan-lib';
import { near } from './samples.ts';

const DATA = join(import.meta.dirname, '..', '..', 'data');
const FILES = ['mnist-classifier.json', 'mnist-classifier.bin'] as const;

/** A copy of the shipped classifier that a test may spoil. */
function copy(): string {
  const directory = mkdtempSync(join(tmpdir(), 'classifier-'));
  after(() => rmSync(directory, { recursive: true }));
  for (const file of FILES) copyFileSync(join(DATA, file), join(directory, file));
  return directory;
}

test('the shipped classifier is right on at least 99.2 % of the 10,000 test images', () => {
  const { test: images } = data.loadMnist();
  const before = tf.memory().numTensors;
  const classifier = metrics.classifier();
  const input = data.toTensor(images);
  const { features, probabilities } = classifier.outputs(input);
  assert.deepEqual(features.shape, [10000, 64]);
  assert.deepEqual(probabilities.shape, [10000, 10]);
  const accuracy = metrics.accuracy(probabilities, images.labels);
  assert.ok(accuracy >= 0.992, `accuracy ${accuracy}`);
  const card = JSON.parse(readFileSync(join(DATA, FILES[0]), 'utf8'));
  near(card.testAccuracy, accuracy, 0.0005);
  tf.dispose([input, features, probabilities]);
  classifier.dispose();
  assert.equal(tf.memory().numTensors, before);
});

test('features are not negative, probabilities sum to 1, batches change nothing', () => {
  const classifier = metrics.classifier();
  tf.tidy(() => {
    const images = data.toTensor(data.loadMnist().test, { length: 501 });
    const { features, probabilities } = classifier.outputs(images);
    assert.ok(tf.min(features).dataSync()[0]! >= 0);
    near(tf.max(tf.abs(tf.sub(tf.sum(probabilities, 1), 1))).dataSync()[0]!, 0, 1e-5);
    const last = tf.slice(images, [500], [1]);
    near(
      tf.max(tf.abs(tf.sub(tf.slice(features, [500], [1]), classifier.features(last)))).dataSync()[0]!,
      0,
      1e-4,
    );
    near(
      tf
        .max(tf.abs(tf.sub(tf.slice(probabilities, [500], [1]), classifier.probabilities(last))))
        .dataSync()[0]!,
      0,
      1e-5,
    );
  });
  classifier.dispose();
});

test('the weights are under 1 MB', () => {
  assert.ok(statSync(join(DATA, FILES[1])).size < 1_000_000);
});

test('altered, truncated, missing or foreign weights are refused, the file named', () => {
  const altered = copy();
  const bytes = readFileSync(join(altered, FILES[1]));
  bytes[1000]! ^= 1;
  writeFileSync(join(altered, FILES[1]), bytes);
  assert.throws(
    () => metrics.classifier(altered),
    /mnist-classifier\.bin: expected SHA-256 [0-9a-f]{64}, found/,
  );
  writeFileSync(join(altered, FILES[1]), bytes.subarray(0, 5000));
  assert.throws(() => metrics.classifier(altered), /mnist-classifier\.bin: expected SHA-256/);

  const missing = copy();
  rmSync(join(missing, FILES[1]));
  assert.throws(() => metrics.classifier(missing), /mnist-classifier\.bin: .* no file that can be read/);

  const foreign = copy();
  const card = JSON.parse(readFileSync(join(foreign, FILES[0]), 'utf8'));
  card.tensors[0].shape = [5, 5, 1, 8];
  writeFileSync(join(foreign, FILES[0]), JSON.stringify(card));
  assert.throws(() => metrics.classifier(foreign), /expected the tensors .* found .*\[5, 5, 1, 8\]/);

  writeFileSync(join(foreign, FILES[0]), '{"tensors": [');
  assert.throws(() => metrics.classifier(foreign), /mnist-classifier\.json: /);
});

test('what was written is read back', () => {
  const directory = mkdtempSync(join(tmpdir(), 'classifier-'));
  after(() => rmSync(directory, { recursive: true }));
  const networks = metrics.classifierNetworks(7);
  metrics.writeWeights(networks, { training: { seed: 7 }, testAccuracy: 0.1 }, directory);
  const [written, read] = [metrics.trainedClassifier(networks), metrics.classifier(directory)];
  tf.tidy(() => {
    const images = data.toTensor(data.loadMnist().test, { length: 3 });
    assert.deepEqual(read.features(images).arraySync(), written.features(images).arraySync());
  });
  written.dispose();
  read.dispose();
});

test('images of another shape or range are refused in one line', () => {
  const classifier = metrics.classifier();
  const refuses = (images: tf.Tensor, message: RegExp) => {
    assert.throws(() => classifier.features(images), message);
    images.dispose();
  };
  refuses(tf.zeros([2, 28, 28]), /shape \[n, 28, 28, 1\] is needed, got \[2, 28, 28\]/);
  refuses(tf.zeros([0, 28, 28, 1]), /got \[0, 28, 28, 1\]/);
  refuses(tf.fill([1, 28, 28, 1], 255), /pixels in \[−1, 1\] are allowed, got 255 to 255/);
  refuses(tf.fill([1, 28, 28, 1], NaN), /pixels in \[−1, 1\] are allowed, got NaN to NaN/);
  classifier.dispose();
});
