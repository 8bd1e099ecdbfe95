import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { losses } from 'gan-lib';

const close = (found: ArrayLike<number>, expected: readonly number[]): void => {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(found[i]! - value) < 1e-5, `${found[i]} at ${i}`));
};

suite('losses of image completion', () => {
  const g = tf.tensor([0.5, -1, 1, 0, 0, 0, 0, 0], [2, 2, 2, 1]);
  const y = tf.tensor([1, 1, 1, 1, 1, 1, 1, 1], [2, 2, 2, 1]);
  const weights = tf.tensor([1, 0.5, 1, 0], [1, 2, 2, 1]);

  test('the contextual loss is a sum over pixels, one number an image', () => {
    tf.tidy(() => close(losses.contextualLoss(g, y, weights).dataSync(), [1.5, 2.5]));
  });

  test('the contextual loss of an image does not depend on how many others there are', () => {
    tf.tidy(() => {
      const slope = (images: tf.Tensor, known: tf.Tensor) =>
        tf.grad((x) => tf.sum(losses.contextualLoss(x, known, weights)))(images);
      const alone = slope(tf.slice(g, 0, 1), tf.slice(y, 0, 1)).dataSync();
      const among = slope(g, y).dataSync().subarray(0, 4);
      close(among, [...alone]);
    });
  });

  test('what is hidden neither counts nor moves anything', () => {
    tf.tidy(() => {
      const other = tf.tensor([0.5, -1, 1, 9, 0, 0, 0, 9], [2, 2, 2, 1]);
      close(losses.contextualLoss(other, y, weights).dataSync(), [1.5, 2.5]);
      const slope = tf
        .grad((x) => tf.sum(losses.contextualLoss(x, y, weights)))(g)
        .dataSync();
      close([slope[3]!, slope[7]!], [0, 0]);
    });
  });

  test('the perceptual loss is softplus(−d): log 2 where D does not know, −d where D is sure of a generated one', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[0], [-30], [30]]);
      close(losses.perceptualLoss(logits).dataSync(), [Math.LN2, 30, 0]);
      const slope = tf.grad((d) => tf.sum(losses.perceptualLoss(d)))(logits);
      close(slope.dataSync(), [-0.5, -1, 0]); // the paper's log(1 − D) would have −0.5, 0, −1
    });
  });
});
