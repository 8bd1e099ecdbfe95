/**
 * Gradients of TensorFlow.js that are silently wrong at the second order, put right.
 *
 * The gradients replaced here save their kernel's *output*. The tape does not know how that saved tensor
 * depends on the input, so a gradient taken through them takes it for a constant. Here it is computed again from
 * the *input*, on the tape; where TensorFlow has a kernel for the gradient, only once a gradient of that is taken.
 */
import * as tf from '@tensorflow/tfjs-core';
import { run } from './native';
import { define, detach, type Run } from './operation';

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

interface Saturating extends Record<string, tf.Tensor> {
  dy: tf.Tensor;
  x: tf.Tensor;
  /** f(x), a constant to the tape. */
  y: tf.Tensor;
}

/**
 * Registers, and returns, the gradient of y = f(x) whose derivative f′ is a polynomial of y. Its kernel takes y as it was
 * saved; what is differentiated further is made from x.
 */
function fromOutput(
  kernelName: string,
  f: (x: tf.Tensor) => tf.Tensor,
  /** f′(x), from y. */
  derivative: (y: tf.Tensor) => tf.Tensor,
  /** f″(x) / f′(x), from y. */
  logDerivative: (y: tf.Tensor) => tf.Tensor,
  /** The room's own kernel, if there is one. */
  own?: string,
): Run<Saturating, Record<string, never>, tf.Tensor> {
  const gradient: Run<Saturating, Record<string, never>, tf.Tensor> = define({
    name: `${kernelName}Grad`,
    ...(own && { own: (backend, { dy, y }) => run(backend, own, [dy, y]) }),
    native: (backend, { dy, y }) => run(backend, `${kernelName}Grad`, [y, dy]),
    plain: ({ dy, y }) => tf.mul(dy, derivative(y)),
    save: ['dy', 'x'],
    gradient: (ddx, [dy, x]) => {
      const y = () => f(x!);
      return {
        dy: () => tf.mul(ddx, derivative(y())),
        x: () => tf.mul(tf.mul(ddx, dy!), tf.mul(derivative(y()), logDerivative(y()))),
        y: () => tf.zerosLike(x!),
      };
    },
  });
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [x, y]) => ({ x: () => gradient({ dy: dy as tf.Tensor, x: x!, y: detach(y!) }, {}) }),
  });
  return gradient;
}

const oneMinus = (x: tf.Tensor) => tf.sub(1, x);

const tanhGradient = fromOutput(
  tf.Tanh,
  tf.tanh,
  (y) => oneMinus(tf.square(y)),
  (y) => tf.mul(-2, y),
  'GanTanhGrad',
);

const hyperbolicTangent = define({
  name: 'HyperbolicTangent',
  own: (backend, { x }: { x: tf.Tensor }) => run(backend, 'GanTanh', [x]),
  plain: ({ x }) => tf.tanh(x),
  save: ['x'],
  saveOutputs: [true],
  gradient: (dy, [x, y]) => ({ x: () => tanhGradient({ dy, x: x!, y: detach(y!) }, {}) }),
});

/** `tf.tanh`, which has its gradient, by the room's own kernel. */
export const tanh = <T extends tf.Tensor>(x: T): T => hyperbolicTangent({ x }, {}) as T;

fromOutput(
  tf.Sigmoid,
  tf.sigmoid,
  (y) => tf.mul(y, oneMinus(y)),
  (y) => oneMinus(tf.mul(2, y)),
);

/** The gradient by an operand of this shape, which was broadcast; one that was not, as in a sum of losses, needs no operation. */
function ofOperand(dy: tf.Tensor, { shape }: tf.Tensor): tf.Tensor {
  if (tf.util.arraysEqual(dy.shape, shape)) return tf.clone(dy);
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
}

for (const [kernelName, ofSecond] of [
  [tf.Add, (dy: tf.Tensor) => dy],
  [tf.Sub, (dy: tf.Tensor) => tf.neg(dy)],
] as const) {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b]) => ({
      a: () => ofOperand(dy as tf.Tensor, a!),
      b: () => ofOperand(ofSecond(dy as tf.Tensor), b!),
    }),
  });
}

// Also by the exponent, where TensorFlow.js's own takes aᵇ for a constant. Below zero a real power has no such gradient.
tf.registerGradient({
  kernelName: tf.Pow,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, saved) => {
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    const logarithm = () => tf.log(tf.where(tf.greater(detach(a), 0), a, tf.onesLike(a)));
    const along = (dydx: tf.Tensor) => tf.mul(dy as tf.Tensor, dydx);
    return {
      a: () => ofOperand(along(tf.mul(b, tf.pow(a, tf.sub(b, 1)))), a),
      b: () => ofOperand(along(tf.mul(tf.pow(a, b), logarithm())), b),
    };
  },
});

fromInput(tf.Exp, 'x', (dy, x) => tf.mul(dy, tf.exp(x)));

// exp(min(x, 0)) without the overflow of exp(x) for large x; −relu(−x) is min(x, 0).
fromInput(tf.Elu, 'x', (dy, x) => tf.mul(dy, tf.exp(tf.neg(tf.relu(tf.neg(x))))));

fromInput(tf.Softmax, 'logits', (dy, logits, { dim }) => {
  const y = tf.softmax(logits, dim as number);
  const dyTimesY = tf.mul(dy, y);
  return tf.sub(dyTimesY, tf.mul(tf.sum(dyTimesY, dim as number, true), y));
});
