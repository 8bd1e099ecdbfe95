import type { Batches } from '../data';
import { contrastive, term, type Augmentation } from '../losses';
import type { Network } from '../models';
import { joinBatches, splitBatches, type Optimiser } from '../ops';
import { augmenting } from './augmenting';
import { feeds, gives } from './checks';
import { single, type Game } from './game';

export interface ContrastOptions {
  /** A picture → its features. */
  readonly encoder: Network;
  /** Features → what the loss compares; thrown away afterwards. */
  readonly projection: Network;
  /** Pictures `x`. */
  readonly data: Batches<'x'>;
  /** Makes a view of a picture. */
  readonly augmentation: Augmentation;
  readonly optimiser: Optimiser;
  /** Of `losses.contrastive`. */
  readonly temperature?: number;
  readonly seed: number;
}

/**
 * An encoder that learns without labels (SimCLR, Chen et al. 2020, arXiv 2002.05709, algorithm 1): of two views of each picture
 * of a batch it has to tell which belong together. Logs `contrastiveLoss`.
 *
 * @throws RangeError if networks and pictures do not fit each other
 */
export function contrast(options: ContrastOptions): Game {
  const { encoder, projection, data, optimiser, temperature = 0.5, seed } = options;
  feeds(encoder, projection);
  gives('contrast', data, { x: encoder.input });
  const views = augmenting(options.augmentation, seed);
  return single({
    name: `contrast${views.name}`,
    networks: { encoder, projection },
    sources: { data, ...views.sources },
    optimiser,
    pure: true,
    inputs() {
      const { x } = data.next();
      return { a: views.now(x), b: views.now(x) };
    },
    objective({ a, b }) {
      const both = encoder.apply(joinBatches([a, b]), { training: true });
      const [first, second] = splitBatches(projection.apply(both, { training: true }), 2);
      return term('contrastiveLoss', contrastive(first!, second!, temperature));
    },
  });
}
