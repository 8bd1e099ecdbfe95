import * as tf from '@tensorflow/tfjs-core';
import { models, type training } from 'gan-lib';

export interface SetBackOptions {
  /** The step after which the network goes back, and the last one at which it does. */
  readonly from: number;
  readonly to: number;
  /** How much of the way to its first weights it has gone by then; 0 to 1. */
  readonly share: number;
}

/**
 * Makes a network worse on purpose: a hook that leads its weights back, step by step along a straight line, from what they
 * are at `from` towards what they are now. What its own training does to them in this time is overwritten; what batch
 * normalisation records follows by itself. After `to` it trains on from where it stands.
 */
export function setBack(network: models.Network, { from, to, share }: SetBackOptions): training.Hook {
  const first = models.clone(network);
  const trained = models.clone(network);
  return {
    every: 1,
    run({ step }) {
      if (step === from) trained.variables.forEach((variable, i) => variable.assign(network.variables[i]!));
      if (step <= from || step > to) return;
      const back = (share * (step - from)) / (to - from);
      network.variables.forEach((variable, i) => {
        const [begin, end] = [trained.variables[i]!, first.variables[i]!];
        variable.assign(tf.tidy(() => tf.add(tf.mul(begin, 1 - back), tf.mul(end, back))));
      });
    },
  };
}
