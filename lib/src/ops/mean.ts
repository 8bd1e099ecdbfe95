import * as tf from '@tensorflow/tfjs-core';
import { run } from './native';
import { define, type Run } from './operation';

/** The mean of softplus(softplus · x) if `softplus` is ±1, of x if it is 0. */
interface Of extends Record<string, number> {
  softplus: number;
}

const softplusOf = (x: tf.Tensor, { softplus }: Of) =>
  softplus === 0 ? x : tf.softplus(softplus === 1 ? x : tf.neg(x));

/** The derivative of what the mean is taken of. */
const slopeOf = (x: tf.Tensor, { softplus }: Of) =>
  softplus === 0 ? tf.onesLike(x) : tf.mul(softplus, tf.sigmoid(tf.mul(softplus, x)));

const meanGradient: Run<{ dy: tf.Tensor; x: tf.Tensor }, Of, tf.Tensor> = define({
  name: 'MeanOfGrad',
  own: (backend, { dy, x }, of) => run(backend, 'GanMeanGrad', [dy, x], of),
  plain: ({ dy, x }, of) => tf.mul(slopeOf(x, of), tf.div(dy, x.size)),
  save: ['dy', 'x'],
  gradient: (ddx, [dy, x], of) => ({
    dy: () => tf.div(tf.sum(tf.mul(ddx, slopeOf(x!, of))), x!.size),
    x: () => {
      if (of.softplus === 0) return tf.zerosLike(x!);
      const y = tf.sigmoid(x!);
      return tf.mul(tf.mul(ddx, tf.div(dy!, x!.size)), tf.mul(y, tf.sub(1, y)));
    },
  }),
});

const meanOf: Run<{ x: tf.Tensor }, Of, tf.Scalar> = define({
  name: 'MeanOf',
  own: (backend, { x }, of) => run(backend, 'GanMean', [x], of) as tf.Scalar,
  plain: ({ x }, of) => tf.mean<tf.Scalar>(softplusOf(x, of)),
  save: ['x'],
  gradient: (dy, [x], of) => ({ x: () => meanGradient({ dy, x: x! }, of) }),
});

/** The mean of all numbers of x. */
export const mean = (x: tf.Tensor): tf.Scalar => meanOf({ x }, { softplus: 0 });

/** The mean of log(1 + eˣ) over all numbers of x, or of log(1 + e⁻ˣ) with the sign −1; finite for every x. */
export const meanSoftplus = (x: tf.Tensor, sign: 1 | -1 = 1): tf.Scalar => meanOf({ x }, { softplus: sign });
