/**
 * Gradients of TensorFlow.js that are silently wrong at the second order, put right.
 *
 * The gradients replaced here save their kernel's *output*. The tape does not know how that saved tensor
 * depends on the input, so a gradient taken through them takes it for a constant. Each one below starts from
 * the *input* and computes the output again, on the tape.
 */
import * as tf from '@tensorflow/tfjs-core';

type Attrs = Readonly<Record<string, unknown>>;

/** Registers dy ↦ gradient(dy, x, attrs) for a kernel with the single input called `input`. */
function fromInput(
  kernelName: string,
  input: string,
  gradient: (dy: tf.Tensor, x: tf.Tensor, attrs: Attrs) => tf.Tensor,
): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: [input],
    gradFunc: (dy, [x], attrs) => ({ [input]: () => gradient(dy as tf.Tensor, x!, attrs) }),
  });
}

const oneMinus = (x: tf.Tensor) => tf.sub(1, x);

fromInput(tf.Tanh, 'x', (dy, x) => tf.mul(dy, oneMinus(tf.square(tf.tanh(x)))));

fromInput(tf.Sigmoid, 'x', (dy, x) => {
  const y = tf.sigmoid(x);
  return tf.mul(dy, tf.mul(y, oneMinus(y)));
});

fromInput(tf.Exp, 'x', (dy, x) => tf.mul(dy, tf.exp(x)));

// exp(min(x, 0)) without the overflow of exp(x) for large x; −relu(−x) is min(x, 0).
fromInput(tf.Elu, 'x', (dy, x) => tf.mul(dy, tf.exp(tf.neg(tf.relu(tf.neg(x))))));

fromInput(tf.Softmax, 'logits', (dy, logits, { dim }) => {
  const y = tf.softmax(logits, dim as number);
  const dyTimesY = tf.mul(dy, y);
  return tf.sub(dyTimesY, tf.mul(tf.sum(dyTimesY, dim as number, true), y));
});
