import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, metrics, random } from 'gan-lib';

const near = (found: number, expected: number, by = 1e-5): void =>
  assert.ok(Math.abs(found - expected) < by, `${found}, not ${expected}`);

suite('holeError', () => {
  test('counts hidden pixels alone', () => {
    tf.tidy(() => {
      const truth = tf.zeros([2, 2, 2, 1]);
      const images = tf.tensor([9, 0.5, 9, -1, 9, 0, 9, 0], [2, 2, 2, 1]);
      const { l1, mse, psnr } = metrics.holeError(images, truth, Float32Array.of(1, 0, 1, 0));
      near(l1, 1.5 / 4);
      near(mse, 1.25 / 4);
      near(psnr, 10 * Math.log10(4 / mse));
      assert.throws(() => metrics.holeError(images, truth, Float32Array.of(1, 1, 1, 1)), RangeError);
    });
  });
});

suite('seam', () => {
  test('is the mean step between known and hidden neighbours', () => {
    tf.tidy(() => {
      // 2 × 3; hidden is the middle column: two borders a row.
      const images = tf.tensor([0, 0.5, 0, 1, 1, 0.2], [1, 2, 3, 1]);
      near(metrics.seam(images, Float32Array.of(1, 0, 1, 1, 0, 1)), (0.5 + 0.5 + 0 + 0.8) / 4);
      assert.throws(() => metrics.seam(images, new Float32Array(6).fill(1)), RangeError);
    });
  });
});

suite('linearFill', () => {
  test('finds what depends linearly on what is known, and keeps the rest', () => {
    tf.tidy(() => {
      const uniform = random.stream(1, 'linear').fillUniform(new Float32Array(2000), -0.4, 0.4);
      const rows = Array.from({ length: 1000 }, (_, i) => {
        const [a, b] = [uniform[2 * i]!, uniform[2 * i + 1]!];
        return [a, b, a - b + 0.1, 0.5];
      });
      const linear = metrics.linearFill(tf.tensor(rows.flat(), [1000, 2, 2, 1]), 1e-6);
      const filled = linear.fill(tf.tensor([0.3, 0.1, -1, -1], [1, 2, 2, 1]), Float32Array.of(1, 1, 0, 0));
      [0.3, 0.1, 0.3, 0.5].forEach((value, i) => near(filled.dataSync()[i]!, value, 1e-3));
    });
  });

  test('is the mean image where nothing is known, and the image where nothing is hidden', () => {
    tf.tidy(() => {
      const images = tf.tensor([0, 1, 1, 0, 0.5, -1, 0, 0], [2, 2, 2, 1]);
      const linear = metrics.linearFill(images);
      const filled = linear.fill(images, new Float32Array(4)).dataSync();
      [0.25, 0, 0.5, 0].forEach((value, i) => near(filled[i]!, value));
      assert.deepEqual(linear.fill(images, new Float32Array(4).fill(1)).arraySync(), images.arraySync());
    });
  });

  test('fills digits nearer to the truth than black and the mean do', () => {
    tf.tidy(() => {
      const mnist = data.loadMnist();
      const [train, test] = [
        data.toTensor(mnist.train, { length: 3000 }),
        data.toTensor(mnist.test, { length: 100 }),
      ];
      const mask = data.masks.centre(28, 28, random.stream(1, 'mask'));
      const m = tf.tensor(mask, [1, 28, 28, 1]);
      const paste = (fill: tf.Tensor) => tf.add(tf.mul(m, test), tf.mul(tf.sub(1, m), fill));
      const fills = [
        paste(tf.scalar(-1)),
        paste(tf.mean(train, 0, true)),
        metrics.linearFill(train).fill(test, mask),
      ];
      const [black, mean, linear] = fills.map((images) => metrics.holeError(images, test, mask).mse);
      assert.ok(linear! < 0.75 * mean! && mean! < 0.75 * black!, `${linear} ${mean} ${black}`);
    });
  });

  test('refuses a mask of another size', () => {
    const linear = metrics.linearFill(tf.zeros([2, 2, 2, 1]));
    assert.throws(() => linear.fill(tf.zeros([1, 2, 2, 1]), new Float32Array(3)), RangeError);
  });
});
