import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, gradientNorm, normal, onEachBackend } from './helpers.ts';

onEachBackend('batches', (check) => {
  check('are joined as tf.concat does, and split again', () => {
    for (const shape of [[1], [3, 2], [4, 5, 6, 2]]) {
      const batches = [1, 2, 3].map((seed) => normal(shape as [number], seed));
      const joined = ops.joinBatches(batches);
      assertClose(joined, tf.concat(batches), 0);
      ops.splitBatches(joined, 3).forEach((batch, i) => assertClose(batch, batches[i]!, 0));
    }
  });

  check('have the gradient of what they are made of, to the second order', () => {
    const [a, b] = [normal([3, 2], 1), normal([3, 2], 2)];
    const f = (a: tf.Tensor, b: tf.Tensor) => {
      const [x, y] = ops.splitBatches(tf.square(ops.joinBatches([a, b])), 2);
      return tf.sum<tf.Scalar>(tf.mul(x!, tf.exp(y!)));
    };
    assertGradient(f, [a, b]);
    assertGradient(
      gradientNorm((a: tf.Tensor) => f(a, b)),
      [a],
    );
  });

  check('of other shapes, or that do not divide, are refused', () => {
    assert.throws(() => ops.joinBatches([tf.ones([2, 3]), tf.ones([2, 4])]), {
      name: 'RangeError',
      message: 'ops.joinBatches: batches of one shape are allowed, got [2, 3], [2, 4]',
    });
    assert.throws(() => ops.joinBatches([]), RangeError);
    assert.throws(() => ops.splitBatches(tf.ones([5, 2]), 2), {
      name: 'RangeError',
      message: 'ops.splitBatches: [5,2] cannot be cut into 2 batches',
    });
  });
});

onEachBackend('concat', (check) => {
  check('sets tensors side by side along the last axis', () => {
    const [a, b] = [normal([2, 3, 4], 1), normal([2, 3, 1], 2)];
    assertClose(ops.concat([a, b, a]), tf.concat([a, b, a], 2), 0);
    assertClose(ops.concat([a]), a, 0);
  });

  check('refuses tensors that differ elsewhere, and none', () => {
    assert.throws(() => ops.concat([tf.ones([2, 3]), tf.ones([1, 3])]), {
      name: 'RangeError',
      message: 'ops.concat: tensors that differ in the last axis alone are allowed, got [2,3], [1,3]',
    });
    assert.throws(() => ops.concat([]), /got none/);
    assert.throws(() => ops.concat([tf.scalar(1), tf.scalar(2)]), RangeError);
  });
});

onEachBackend('depthToSpace and spaceToDepth', (check) => {
  check('turn channels into blocks of pixels, and back', () => {
    const x = tf.tensor4d([0, 1, 2, 3, 4, 5, 6, 7], [1, 1, 2, 4]);
    const image = ops.depthToSpace(x, 2);
    assertClose(image, tf.tensor4d([0, 1, 4, 5, 2, 3, 6, 7], [1, 2, 4, 1]), 0);
    assertClose(ops.spaceToDepth(image, 2), x, 0);
    const large = normal<tf.Rank.R4>([2, 6, 9, 4], 1);
    assert.deepEqual(ops.spaceToDepth(large, 3).shape, [2, 2, 3, 36]);
    assertClose(ops.depthToSpace(ops.spaceToDepth(large, 3), 3), large, 0);
  });

  check('refuse what does not divide', () => {
    assert.throws(() => ops.depthToSpace(tf.ones([1, 2, 2, 6]), 2), {
      name: 'RangeError',
      message: 'ops.depthToSpace: [1,2,2,6] cannot be divided into blocks of 2 × 2 pixels',
    });
    assert.throws(() => ops.spaceToDepth(tf.ones([1, 3, 4, 1]), 2), /\[1,3,4,1\] cannot be divided/);
    assert.throws(() => ops.spaceToDepth(tf.ones([1, 4, 4, 1]), 1), /a whole number above 1, not 1/);
  });
});

onEachBackend('reshape', (check) => {
  check('keeps the numbers, and has the gradient of doing so', () => {
    const x = normal([4, 6], 1);
    assertClose(ops.reshape(x, [2, 3, 4]), tf.reshape(x, [2, 3, 4]), 0);
    const f = (x: tf.Tensor) =>
      tf.sum<tf.Scalar>(tf.mul(tf.square(ops.reshape(x, [2, 12])), normal([2, 12], 2)));
    assertGradient(f, [x]);
    assertGradient(gradientNorm(f), [x]);
  });

  check('leaves what it was made of alone', () => {
    const x = tf.ones([4, 6]);
    ops.reshape(x, [24]).dispose();
    assertClose(x, tf.ones([4, 6]), 0);
  });

  check('to another size is refused', () => {
    assert.throws(() => ops.reshape(tf.ones([2, 3]), [5]), {
      name: 'RangeError',
      message: 'ops.reshape: [2,3] cannot become [5]',
    });
  });
});

onEachBackend('sums', (check) => {
  check('have the gradient of each summand, broadcast or not', () => {
    for (const shape of [[3, 4], [4], [1, 4], [3, 1], []]) {
      const [a, b] = [normal([3, 4], 1), normal(shape as [number], 2)];
      for (const sum of [tf.add, tf.sub]) {
        const f = (a: tf.Tensor, b: tf.Tensor) => tf.sum<tf.Scalar>(tf.square(sum(a, b)));
        assertGradient(f, [a, b]);
        assertGradient(f, [b, a]);
        assertGradient(
          gradientNorm((b: tf.Tensor) => f(a, b)),
          [b],
        );
      }
    }
  });
});
