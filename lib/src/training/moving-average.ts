import * as tf from '@tensorflow/tfjs-core';
import { clone, type Network } from '../models';
import type { Hook } from './trainer';

/** A network that follows another, and the hook that makes it follow. */
export interface MovingAverage {
  /** With the averaged weights; the caller disposes it. */
  readonly network: Network;
  /** For `Trainer.train`: moves the average after each step. */
  readonly hook: Hook;
}

/**
 * An exponential moving average of a network's weights (Yazıcı et al. 2019, arXiv 1806.04498): after each step
 * `average = decay · average + (1 − decay) · weights`. It plays no part in the training. What batch normalisation records is
 * averaged like weights.
 *
 * For the first steps the factor is 1 − 1/step if that is less than `decay`: the mean of all steps so far, so that the first weights are soon
 * forgotten. After a restart of the trainer it begins anew.
 *
 * @param options.decay 0 to below 1; 0.99 remembers about 100 steps
 * @throws RangeError if `decay` is out of range
 *
 * @example
 * const average = training.movingAverage(generator, { decay: 0.995 });
 * await trainer.train({ steps, hooks: [average.hook] });
 * average.network.apply(latents);
 */
export function movingAverage(network: Network, { decay }: { decay: number }): MovingAverage {
  if (!(decay >= 0 && decay < 1))
    throw new RangeError(`decay: a number from 0 to below 1 is allowed, got ${decay}`);
  const average = clone(network);
  return {
    network: average,
    hook: {
      every: 1,
      run({ step }) {
        const kept = Math.min(decay, 1 - 1 / Math.max(step, 1));
        tf.tidy(() => {
          network.stored.forEach(({ variable }, i) => {
            const own = average.stored[i]!.variable;
            own.assign(tf.add(tf.mul(own, kept), tf.mul(variable, 1 - kept)));
          });
        });
      },
    },
  };
}
