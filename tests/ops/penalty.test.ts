import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertGradient, normal, onEachBackend } from './helpers.ts';

/** mean (‖∇ critic(x)‖ − 1)² over the samples, as a function of the critic's weights. */
const penalty =
  (critic: (x: tf.Tensor, weights: tf.Tensor[]) => tf.Tensor, x: tf.Tensor) =>
  (...weights: tf.Tensor[]): tf.Scalar => {
    const gradient = tf.grad((x: tf.Tensor) => tf.sum(critic(x, weights)))(x);
    const squares = tf.sum(tf.square(tf.reshape(gradient, [x.shape[0], -1])), 1);
    return tf.mean(tf.square(tf.sub(tf.sqrt(squares), 1)));
  };

const ACTIVATIONS = {
  leakyRelu: (x: tf.Tensor) => ops.leakyRelu(x),
  relu: (x: tf.Tensor) => tf.relu(x),
  tanh: (x: tf.Tensor) => tf.tanh(x),
  sigmoid: (x: tf.Tensor) => tf.sigmoid(x),
  elu: (x: tf.Tensor) => tf.elu(x),
  softplus: (x: tf.Tensor) => tf.softplus(x),
};

onEachBackend('the gradient penalty', (check) => {
  for (const [name, activation] of Object.entries(ACTIVATIONS)) {
    check(`through dense layers and ${name}`, () => {
      const critic = (x: tf.Tensor, [w1, b1, w2, b2, w3]: tf.Tensor[]) => {
        const h1 = activation(ops.dense(x as tf.Tensor2D, w1 as tf.Tensor2D, { bias: b1! }));
        const h2 = activation(ops.dense(h1 as tf.Tensor2D, w2 as tf.Tensor2D, { bias: b2! }));
        return ops.dense(h2 as tf.Tensor2D, w3 as tf.Tensor2D);
      };
      const weights = [
        normal([3, 6], 1),
        normal([6], 2),
        normal([6, 6], 3),
        normal([6], 4),
        normal([6, 1], 5),
      ];
      // Kinks lie where units switch; a small step crosses few of them.
      assertGradient(penalty(critic, normal([4, 3], 6)), weights, { h: 1e-3, tolerance: 2e-2 });
    });

    check(`through strided convolutions and ${name}`, () => {
      const critic = (x: tf.Tensor, [f1, b1, f2, w]: tf.Tensor[]) => {
        const h1 = activation(ops.conv2d(x as tf.Tensor4D, f1 as tf.Tensor4D, 2, { bias: b1! }));
        const h2 = activation(ops.conv2d(h1 as tf.Tensor4D, f2 as tf.Tensor4D, 2));
        return ops.dense(tf.reshape(h2, [2, -1]), w as tf.Tensor2D);
      };
      const weights = [normal([4, 4, 1, 3], 1), normal([3], 2), normal([3, 3, 3, 2], 3), normal([8, 1], 5)];
      const scaled = weights.map((w) => tf.mul(w, 0.5));
      assertGradient(penalty(critic, normal([2, 8, 8, 1], 6)), scaled, { h: 1e-3, tolerance: 2e-2 });
    });
  }
});
