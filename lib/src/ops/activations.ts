import * as tf from '@tensorflow/tfjs-core';
import { define, detach, type Run } from './operation';
import { run } from './native';

/** dy where x > 0, slope · dy elsewhere: linear in dy, constant in x wherever it has a derivative. */
export const rectifierGradient: Run<{ dy: tf.Tensor; x: tf.Tensor }, { slope: number }, tf.Tensor> = define({
  name: 'RectifierGrad',
  own: (backend, { dy, x }, { slope }) =>
    run(backend, 'GanRectifierGrad', [dy, x], { slope: { float: slope } }),
  plain: ({ dy, x }, { slope }) => tf.mul(dy, tf.step(x, slope)),
  save: ['x'],
  gradient: (ddx, [x], { slope }) => ({
    dy: () => rectifierGradient({ dy: ddx, x: detach(x!) }, { slope }),
    x: () => tf.zerosLike(x!),
  }),
});

tf.registerGradient({
  kernelName: tf.LeakyRelu,
  inputsToSave: ['x'],
  gradFunc: (dy, [x], { alpha }) => ({
    x: () => rectifierGradient({ dy: dy as tf.Tensor, x: detach(x!) }, { slope: alpha as number }),
  }),
});

tf.registerGradient({
  kernelName: tf.Relu,
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({
    x: () => rectifierGradient({ dy: dy as tf.Tensor, x: detach(x!) }, { slope: 0 }),
  }),
});

/**
 * Leaky rectifier: x where x > 0, slope · x elsewhere. The slope 0.2 is DCGAN's (Radford et al. 2015).
 * Right to the second order, where TensorFlow.js's own throws.
 */
export function leakyRelu<T extends tf.Tensor>(x: T, slope = 0.2): T {
  return tf.leakyRelu(x, slope);
}

/** The slope of a rectifier that is none. */
export const LINEAR = 1;

/** What a rectifier of this slope makes of x: 0 is ReLU, 1 leaves x as it is. */
export const rectify = <T extends tf.Tensor>(x: T, slope: number): T =>
  slope === LINEAR ? x : slope === 0 ? tf.relu(x) : tf.leakyRelu(x, slope);
