import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics, random } from 'gan-lib';
import { leavesNothing, near, normalRows } from './samples.ts';

test('equals brute force, over more rows than one block holds', () => {
  const references = normalRows(10_400, 4, 1);
  const queries = normalRows(1100, 4, 2);
  const labels = references.map((_, i) => i % 7);
  const found = leavesNothing(() => metrics.nearestNeighbour(references, labels, queries));
  for (let i = 0; i < queries.length; i += 50) {
    const distances = references.map((row) => Math.hypot(...row.map((x, k) => x - queries[i]![k]!)));
    const least = Math.min(...distances);
    near(found.distances[i]!, least, 1e-5);
    near(distances[found.indices[i]!]!, least, 1e-4);
    assert.equal(found.labels[i], labels[found.indices[i]!]);
  }
  assert.ok(
    found.indices.some((index) => index >= 10_000),
    'the second block has its share',
  );
});

test('images: each is nearest to itself, and 1-NN reads test digits as well as it is known to', () => {
  const mnist = data.loadMnist();
  const [references, queries] = [
    data.toTensor(mnist.train, { length: 5000 }),
    data.toTensor(mnist.test, { length: 1000 }),
  ];
  const labels = mnist.train.labels.subarray(0, 5000);
  const own = metrics.nearestNeighbour(references, labels, references);
  assert.deepEqual(
    own.indices,
    Int32Array.from({ length: 5000 }, (_, i) => i),
  );
  assert.ok(own.distances.every((distance) => distance === 0));
  const read = leavesNothing(() => metrics.nearestNeighbour(references, labels, queries)).labels;
  near(metrics.agreement(read, mnist.test.labels.subarray(0, 1000)), 0.9, 0.02);
  tf.dispose([references, queries]);
});

test('identity rate: 1 for small errors, chance for shuffled ones, worked out by hand for a swap', () => {
  const originals = normalRows(500, 10, 3);
  const noisy = originals.map((row, i) => row.map((x, k) => x + 0.01 * Math.sin(i + k)));
  assert.equal(
    leavesNothing(() => metrics.identityRate(noisy, originals)),
    1,
  );
  const order = random.stream(4, 'order').permutation(500);
  const shuffled = Array.from(order, (i) => originals[i]!);
  const fixed = order.filter((to, from) => to === from).length;
  assert.equal(metrics.identityRate(shuffled, originals), fixed / 500);
  assert.ok(fixed < 10);
  assert.equal(metrics.identityRate([[2], [1], [3], [3.9]], [[1], [2], [3], [4]]), 0.5);
  // All reconstructions alike: one of them is right.
  assert.equal(
    metrics.identityRate(
      originals.map(() => originals[7]!),
      originals,
    ),
    1 / 500,
  );
});

test('bad samples are refused in one line', () => {
  const { nearestNeighbour, identityRate } = metrics;
  leavesNothing(() => {
    assert.throws(
      () => nearestNeighbour([[1]], [1, 2], [[1]]),
      /^RangeError: references and labels: equal lengths/,
    );
    assert.throws(
      () => nearestNeighbour([[1]], [1], [[1, 2]]),
      /^RangeError: queries: 1 numbers a sample .* got 2$/,
    );
    assert.throws(
      () => nearestNeighbour([[NaN]], [1], [[1]]),
      /^RangeError: references, row 0: finite numbers/,
    );
    assert.throws(() => nearestNeighbour([[1]], [1], []), /^RangeError: queries: at least 1 samples/);
    assert.throws(
      () => identityRate([[1]], [[1], [2]]),
      /^RangeError: reconstructions and originals: equal lengths/,
    );
    assert.throws(() => identityRate([[1, 2]], [[1]]), /^RangeError: reconstructions: 1 numbers a sample/);
  });
});
