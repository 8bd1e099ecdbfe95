import * as tf from '@tensorflow/tfjs-core';
import type { Game } from '../games';
import type { Row } from './history';

/** A loss or a weight became infinite or no number at all; training cannot go on from there. */
export class Divergence extends Error {
  override readonly name = 'Divergence';

  /** The step whose losses or weights were bad. */
  readonly step: number;
  /** The first bad tensor: a loss, or a network's weight. */
  readonly tensor: string;

  constructor(step: number, tensor: string, hint = '') {
    super(
      `training diverged at step ${step}: ${tensor} is not finite; usual causes are too high a learning rate, ` +
        `a loss that takes a logarithm of 0, or a critic without clipping or gradient penalty${hint}`,
    );
    this.step = step;
    this.tensor = tensor;
  }
}

/**
 * The names of the first loss and of the first weight that are not finite; undefined if all are. A sum is finite only
 * if its terms are, so that one number a tensor has to be fetched: cheap enough for every step.
 */
export function firstNotFinite(losses: Row, game: Game): string | undefined {
  const stored = Object.values(game.networks).flatMap((network) =>
    network.stored.map(({ name, variable }) => ({ name: `${network.name} ${name}`, variable })),
  );
  const sums = tf.tidy(() => tf.stack(stored.map(({ variable }) => tf.sum(variable))).dataSync());
  const loss = Object.keys(losses).find((name) => !Number.isFinite(losses[name]));
  const weight = stored[sums.findIndex((sum) => !Number.isFinite(sum))]?.name;
  return loss && weight ? `${loss}, and the first bad weight is ${weight}` : (loss ?? weight);
}
