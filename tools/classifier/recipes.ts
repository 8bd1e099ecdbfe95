/** How each shipped classifier is trained. */

import { data, type models } from 'gan-lib';

export interface Training {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Of Adam; it falls by the same amount after each epoch. */
  readonly learningRate: number;
  /** The last so many training images are not trained on: what is chosen is chosen by them, never by test images. */
  readonly heldOut: number;
  /** Pixels, up or down and to either side. */
  readonly largestShift: number;
  /** Standard deviation in pixels of a Gaussian blur; each image has its own, from 0 to this. */
  readonly largestBlur: number;
  /** Standard deviation of Gaussian noise on pixels in [−1, 1]; each image has its own, from 0 to this. */
  readonly largestNoise: number;
}

export interface Recipe {
  readonly load: () => { readonly train: data.ImageSet; readonly test: data.ImageSet };
  readonly training: Training;
}

/** What they have in common: some 5 minutes on 2 cores. */
const COMMON = { seed: 1, epochs: 8, batchSize: 100, learningRate: 2e-3, largestBlur: 0, largestNoise: 0 };

export const RECIPES: Readonly<Record<models.ClassifierName, Recipe>> = {
  mnist: {
    load: () => data.loadMnist(),
    training: { ...COMMON, heldOut: 0, largestShift: 1 },
  },
  fashion: {
    load: () => data.loadFashionMnist(),
    training: { ...COMMON, heldOut: 5000, largestShift: 1 },
  },
  'mnist-robust': {
    load: () => data.loadMnist(),
    training: { ...COMMON, heldOut: 5000, largestShift: 2, largestBlur: 1.5, largestNoise: 0.3 },
  },
};
