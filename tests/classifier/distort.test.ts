import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, random } from 'gan-lib';
import { blurred, halved, noisy, shifted } from '../../tools/classifier/distort.ts';
import { principal } from '../../tools/classifier/pca.ts';

const digits = (count: number) => data.toTensor(data.loadMnist().test, { length: count });

/** A white pixel on black in each of `count` images. */
const point = (count: number, row = 14, column = 10): tf.Tensor4D => {
  const image = tf.buffer([count, 28, 28, 1]);
  image.values.fill(-1);
  for (let i = 0; i < count; i++) image.set(1, i, row, column, 0);
  return image.toTensor() as tf.Tensor4D;
};

/** Brightness 0 to 1 of image `i` at a place. */
const reader = (images: tf.Tensor4D) => {
  const values = images.dataSync();
  return (i: number, row: number, column: number) => (values[(i * 28 + row) * 28 + column]! + 1) / 2;
};

const near = (actual: number, expected: number, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);

suite('blurred', () => {
  test('spreads a point as a Gaussian of each image’s own deviation', () => {
    tf.tidy(() => {
      const at = reader(blurred(point(3), [1, 0, 1.5]));
      for (const [i, deviation] of [
        [0, 1],
        [2, 1.5],
      ] as const) {
        near(at(i, 14, 11) / at(i, 14, 10), Math.exp(-1 / (2 * deviation ** 2)), 1e-5);
        near(at(i, 16, 10) / at(i, 14, 10), Math.exp(-4 / (2 * deviation ** 2)), 1e-5);
        near(at(i, 15, 11) / at(i, 14, 10), Math.exp(-2 / (2 * deviation ** 2)), 1e-5);
      }
      near(at(0, 14, 10), 1 / (2 * Math.PI), 1e-3); // the normal density at 0, squared
      near(at(1, 14, 10), 1);
      near(at(1, 14, 11), 0);
    });
  });

  test('keeps all ink within the border and lets it pass beyond', () => {
    tf.tidy(() => {
      const ink = (x: tf.Tensor) => tf.sum(tf.div(tf.add(x, 1), 2)).dataSync()[0]!;
      near(ink(blurred(point(1), [1])), 1, 1e-5);
      // At the border, half and half of a pixel's own row stay: (1 + w₀) / 2 of it, w₀ the weight at distance 0.
      const corner = ink(blurred(point(1, 14, 0), [1]));
      near(corner, (1 + 0.3989) / 2, 1e-3);
    });
  });
});

suite('noisy', () => {
  test('adds noise of each image’s own deviation and stays in [−1, 1]', () => {
    tf.tidy(() => {
      const grey = tf.zeros<tf.Rank.R4>([3, 28, 28, 1]);
      const { variance } = tf.moments(
        tf.reshape(noisy(grey, [0.1, 0.2, 0], random.stream(1, 'noise')), [3, 784]),
        1,
      );
      const deviations = tf.sqrt(variance).dataSync();
      near(deviations[0]!, 0.1, 0.01);
      near(deviations[1]!, 0.2, 0.02);
      assert.equal(deviations[2], 0);
      const strong = noisy(grey, [2, 2, 2], random.stream(1, 'noise'));
      assert.deepEqual([tf.min(strong).dataSync()[0], tf.max(strong).dataSync()[0]], [-1, 1]);
    });
  });
});

suite('shifted', () => {
  test('moves a batch by up to so many pixels, to every place there is, black coming in', () => {
    tf.tidy(() => {
      const source = random.stream(1, 'shifts');
      const places = new Set<string>();
      for (let k = 0; k < 300; k++) {
        const at = reader(shifted(point(2, 1, 26), 2, source));
        for (let row = 0; row < 28; row++) {
          for (let column = 0; column < 28; column++) {
            if (at(0, row, column) === 1) places.add(`${row - 1} ${column - 26}`);
            assert.equal(at(0, row, column), at(1, row, column));
          }
        }
      }
      // Of 5 × 5 shifts those up by 2 and right by 2 move the point out.
      assert.equal(places.size, 16);
    });
  });
});

suite('halved', () => {
  test('leaves what is the same on blocks of 2 × 2 and blurs what is not', () => {
    tf.tidy(() => {
      const even = tf.fill<tf.Rank.R4>([1, 28, 28, 1], 0.3);
      near(tf.max(tf.abs(tf.sub(halved(even), even))).dataSync()[0]!, 0);
      const at = reader(halved(point(1, 14, 10)));
      // A quarter on 2 × 2, interpolated: ¾ of it along each axis within the block, ¼ beside it.
      near(at(0, 14, 10), 0.25 * 0.75 ** 2);
      near(at(0, 15, 11), 0.25 * 0.75 ** 2);
      near(at(0, 14, 12), 0.25 * 0.75 * 0.25);
      near(at(0, 14, 14), 0);
    });
  });
});

suite('principal', () => {
  test('keeps what lies on the components and drops what does not', () => {
    tf.tidy(() => {
      // Images that vary along two pixels, one more than the other.
      const values = random.stream(1, 'pca');
      const image = tf.buffer([200, 28, 28, 1]);
      for (let i = 0; i < 200; i++) {
        image.set(0.3 * values.normal(), i, 3, 3, 0);
        image.set(0.1 * values.normal(), i, 9, 9, 0);
      }
      const training = tf.clipByValue(image.toTensor(), -1, 1) as tf.Tensor4D;
      const error = (count: number) => {
        const kept = principal(training, count)(training);
        return Array.from(tf.sum(tf.squaredDifference(kept, training), [0, 3]).dataSync());
      };
      const [one, two] = [error(1), error(2)];
      assert.ok(one[3 * 28 + 3]! < 0.1 && one[9 * 28 + 9]! > 1, `${one[3 * 28 + 3]}, ${one[9 * 28 + 9]}`);
      assert.ok(Math.max(...two) < 1e-6);
    });
  });

  test('of 32 components leaves MNIST a mean squared error of 0.064', () => {
    const training = data.toTensor(data.loadMnist().train, { length: 10_000 });
    const images = digits(1000);
    const before = tf.memory().numTensors;
    const kept = principal(training, 32);
    assert.equal(tf.memory().numTensors, before);
    near(
      tf.tidy(() => tf.losses.meanSquaredError(images, kept(images)).dataSync()[0]!),
      0.064,
      0.003,
    );
    tf.dispose([training, images]);
  });
});
