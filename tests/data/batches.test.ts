import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, random } from 'gan-lib';

/** Images that can be told apart: image i has the pixels i, i and the label i. */
function numbered(count: number): data.ImageSet {
  return {
    name: 'numbered',
    count,
    shape: [2, 1, 1],
    pixels: Uint8Array.from({ length: 2 * count }, (_, i) => i >> 1),
    labels: Uint8Array.from({ length: count }, (_, i) => i),
  };
}

interface Plain {
  readonly values: number[];
  readonly labels: number[];
}

/** The next batch as plain numbers. */
function take(batches: data.Batches<'x' | 'labels'>): Plain {
  const { x, labels } = batches.next();
  const plain = { values: Array.from(x.dataSync()), labels: Array.from(labels.dataSync()) };
  tf.dispose([x, labels]);
  return plain;
}

const takeLabels = (batches: data.Batches<'x' | 'labels'>, count: number): number[] =>
  Array.from({ length: count }, () => take(batches).labels).flat();

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

suite('imageBatches', () => {
  test('gives [batch, height, width, channels] float32 and, row by row, the label that belongs to the image', () => {
    const batches = data.imageBatches(numbered(200), { batchSize: 5, seed: 1 });
    assert.equal(batches.batchSize, 5);
    assert.deepEqual(batches.shapes, { x: [2, 1, 1], labels: [] });
    const { x, labels } = batches.next();
    assert.deepEqual([x.shape, x.dtype], [[5, 2, 1, 1], 'float32']);
    assert.deepEqual([labels.shape, labels.dtype], [[5], 'int32']);
    const expected = Array.from(labels.dataSync())
      .flatMap((i) => [i, i])
      .map((byte) => Math.fround(byte / 127.5 - 1));
    assert.deepEqual(Array.from(x.dataSync()), expected);
    tf.dispose([x, labels]);
  });

  test('gives every image once an epoch, in a new order each time', () => {
    const batches = data.imageBatches(numbered(100), { batchSize: 20, seed: 1 });
    const epochs = upTo(3).map(() => takeLabels(batches, 5));
    for (const epoch of epochs) assert.deepEqual(ascending(epoch), upTo(100));
    assert.notDeepEqual(epochs[0], upTo(100));
    assert.notDeepEqual(epochs[0], epochs[1]);
    assert.notDeepEqual(epochs[1], epochs[2]);
  });

  test('lets an epoch that does not divide by the batch flow over into the next', () => {
    const batches = data.imageBatches(numbered(10), { batchSize: 4, seed: 1 });
    const labels = takeLabels(batches, 10); // 40 images: four epochs
    for (let from = 0; from < 40; from += 10) {
      assert.deepEqual(ascending(labels.slice(from, from + 10)), upTo(10));
    }
    const whole = data.imageBatches(numbered(10), { batchSize: 10, seed: 1 });
    assert.deepEqual(ascending(takeLabels(whole, 1)), upTo(10));
  });

  test('depends on the seed and on the name, and on nothing else', () => {
    const order = (seed: number, name?: string) =>
      takeLabels(data.imageBatches(numbered(100), { batchSize: 10, seed, ...(name && { name }) }), 20);
    assert.deepEqual(order(1), order(1));
    assert.notDeepEqual(order(1), order(2));
    assert.notDeepEqual(order(1), order(1, 'other'));
  });

  test('goes on with identical batches after restore, wherever in an epoch it was saved', () => {
    // 10 images by 4: saves before the first batch, in mid-epoch, and exactly at the end of an epoch (5 batches).
    for (const before of [0, 1, 2, 3, 5, 7]) {
      const batches = data.imageBatches(numbered(10), { batchSize: 4, seed: 3 });
      upTo(before).forEach(() => take(batches));
      const state = JSON.stringify(batches.save());
      const following = upTo(8).map(() => take(batches));

      const elsewhere = data.imageBatches(numbered(10), { batchSize: 4, seed: 77 });
      take(elsewhere);
      elsewhere.restore(JSON.parse(state) as never);
      assert.deepEqual(
        upTo(8).map(() => take(elsewhere)),
        following,
        `after ${before} batches`,
      );
      batches.restore(JSON.parse(state) as never);
      assert.deepEqual(take(batches), following[0]);
    }
  });

  test('can be saved again right after it was restored', () => {
    const batches = data.imageBatches(numbered(10), { batchSize: 4, seed: 3 });
    upTo(3).forEach(() => take(batches));
    const state = batches.save();
    const elsewhere = data.imageBatches(numbered(10), { batchSize: 4, seed: 77 });
    elsewhere.restore(state as never);
    assert.deepEqual(elsewhere.save(), state);
  });

  test('goes on with a new epoch when it was saved further on than a smaller set of images has', () => {
    const large = data.imageBatches(numbered(100), { batchSize: 10, seed: 1 });
    takeLabels(large, 9);
    const small = data.imageBatches(numbered(20), { batchSize: 10, seed: 1 });
    small.restore(large.save() as never);
    assert.deepEqual(ascending(takeLabels(small, 2)), upTo(20));
  });

  test('refuses a batch that is no whole number from 1 to the number of images', () => {
    for (const batchSize of [0, -1, 1.5, 11, NaN]) {
      assert.throws(() => data.imageBatches(numbered(10), { batchSize, seed: 1 }), {
        name: 'RangeError',
        message: `batchSize: a whole number from 1 to 10 is allowed, got ${batchSize}`,
      });
    }
  });

  test('of MNIST: all pixels in [−1, 1], both ends reached, each of 60,000 images once', () => {
    const { train } = data.loadMnist();
    const batches = data.imageBatches(train, { batchSize: 600, seed: 1 });
    const counts = new Array<number>(10).fill(0);
    let [least, most] = [0, 0];
    for (let i = 0; i < 100; i++) {
      const { x, labels } = batches.next();
      if (i === 0) assert.deepEqual(x.shape, [600, 28, 28, 1]);
      for (const value of x.dataSync()) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      for (const label of labels.dataSync()) counts[label]!++;
      tf.dispose([x, labels]);
    }
    assert.deepEqual([least, most], [-1, 1]);
    assert.deepEqual(counts, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  });
});

suite('mixtureBatches', () => {
  const make = (seed: number) => data.mixtureBatches(data.ring(), { batchSize: 6, seed });

  test('gives points [batch, 2] near the centre of the mode they are labelled with', () => {
    const { centres, sigma } = data.ring();
    const { x, labels } = make(1).next();
    assert.deepEqual([x.shape, x.dtype], [[6, 2], 'float32']);
    const [points, modes] = [x.dataSync(), labels.dataSync()];
    tf.dispose([x, labels]);
    modes.forEach((mode, i) => {
      const distance = Math.hypot(
        points[2 * i]! - centres[mode]![0]!,
        points[2 * i + 1]! - centres[mode]![1]!,
      );
      assert.ok(distance < 5 * sigma, `sample ${i}: ${distance} from mode ${mode}`);
    });
  });

  test('goes on with identical batches after restore', () => {
    const batches = make(1);
    take(batches);
    const state = JSON.stringify(batches.save());
    const following = [take(batches), take(batches)];
    const elsewhere = make(2);
    assert.notDeepEqual(take(elsewhere), following[0]);
    elsewhere.restore(JSON.parse(state) as never);
    assert.deepEqual([take(elsewhere), take(elsewhere)], following);
  });
});

suite('functionBatches', () => {
  test('samples whatever it is told to, float32 or int32, and can be restored', () => {
    const uniform = () =>
      data.functionBatches({
        batchSize: 3,
        shapes: { x: [2], labels: [] },
        random: random.stream(1, 'line'),
        draw: (source) => ({
          x: source.fillUniform(new Float32Array(6), 4, 5),
          labels: Int32Array.from({ length: 3 }, () => source.integer(10)),
        }),
      });
    const batches = uniform();
    const first = take(batches);
    assert.equal(first.values.length, 6);
    assert.ok(first.values.every((value) => value >= 4 && value <= 5));
    const state = batches.save();
    const second = take(batches);
    const again = uniform();
    again.restore(state as never);
    assert.deepEqual(take(again), second);
  });
});
