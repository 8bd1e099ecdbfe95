import * as tf from '@tensorflow/tfjs-core';
import { games, models, training } from 'gan-lib';

/**
 * What a copy of the critic estimates after `steps` more steps while the generator stands still: the mean over the last 20.
 * Neither the critic nor the sources of its game notice.
 *
 * @param parts of a game like the critic's, with sources of their own and fresh optimisers
 */
export function optimalEstimate(parts: games.GanOptions, steps: number): number {
  const discriminator = models.clone(parts.discriminator);
  const critic = games.gan({ ...parts, discriminator }).players['discriminator']!;
  let sum = 0;
  for (let step = 1; step <= steps; step++) {
    const log = training.update(critic);
    if (step > steps - 20) sum += log['criticEstimate']!.dataSync()[0]!;
    tf.dispose(log);
  }
  discriminator.dispose();
  critic.optimiser.dispose();
  return sum / Math.min(steps, 20);
}
