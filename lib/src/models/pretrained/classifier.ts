import * as tf from '@tensorflow/tfjs-core';
import { heNormal as init } from '../initialisers';
import { batchNorm, conv2d, dense, dropout, flatten, relu, type Layer } from '../layers';
import { network, type Network } from '../network';
import { readWeights, writeWeights, type Card } from './weights';

/**
 * Which classifiers there are: `mnist` and `fashion` on whose features the Fréchet distance of their images is
 * computed, and `mnist-robust`, trained on blurred and noisy digits, which reads what is not sharp.
 */
export type ClassifierName = 'mnist' | 'fashion' | 'mnist-robust';

/** A small classifier of images in ten classes, whose features and probabilities the metrics are computed on. */
export interface Classifier {
  /**
   * What the classifier sees in images, and what it takes them for. The caller disposes both.
   *
   * @param images `[n, 28, 28, 1]` in [−1, 1]
   * @returns `features` `[n, 64]`, ≥ 0, the layer before the logits; `probabilities` `[n, 10]`, rows of sum 1
   * @throws RangeError if shape or range is another, or a pixel is NaN
   */
  outputs(images: tf.Tensor): { features: tf.Tensor2D; probabilities: tf.Tensor2D };
  /** `features` of `outputs` alone: `[n, 64]`. */
  features(images: tf.Tensor): tf.Tensor2D;
  /** `probabilities` of `outputs` alone: `[n, 10]`. */
  probabilities(images: tf.Tensor): tf.Tensor2D;
  dispose(): void;
}

/** The two halves of the classifier: `trunk` `[28, 28, 1]` → 64 features, `head` 64 features → 10 logits. */
export interface ClassifierNetworks {
  readonly trunk: Network;
  readonly head: Network;
}

/** A layer's own bias would be undone by the batch normalisation after it. */
const bias = false;

const convolution = (filters: number, kernelSize: number, stride: number): Layer[] => [
  conv2d({ filters, kernelSize, stride, init, bias }),
  batchNorm(),
  relu(),
];

/** The classifier before training: 200,000 weights, 0.8 MB. */
export function classifierNetworks(seed: number): ClassifierNetworks {
  const trunk = network({
    name: 'classifier trunk',
    input: [28, 28, 1],
    seed,
    layers: [
      ...convolution(16, 3, 1),
      ...convolution(32, 5, 2),
      ...convolution(48, 5, 2),
      flatten(),
      dense(64, { init, bias }),
      batchNorm(),
      relu(),
    ],
  });
  const head = network({
    name: 'classifier head',
    input: [64],
    seed,
    layers: [dropout(0.3), dense(10)],
  });
  return { trunk, head };
}

const NAMES: readonly ClassifierName[] = ['mnist', 'fashion', 'mnist-robust'];

/** Images taken together: enough to be fast, few enough to stay within some ten megabytes. */
const BATCH = 500;

/** The pixels of a generator may pass ±1 by rounding. */
const ROUNDING = 1e-4;

/**
 * A trained classifier that is shipped in data/ (`npm run classifier -- <name>` makes it again). The caller disposes it.
 *
 * @param directory where `<name>-classifier.json` and `.safetensors` are
 * @throws RangeError if there is no such classifier; Error naming the file and what is wrong if one is missing,
 *   altered, or of other networks
 */
export function classifier(name: ClassifierName, directory?: string): Classifier {
  if (!NAMES.includes(name)) {
    throw new RangeError(`models.classifier: ${NAMES.join(', ')} are allowed, got ${name as string}`);
  }
  const { trunk, head } = classifierNetworks(0);
  readWeights(fileOf(name), [trunk, head], `npm run classifier -- ${name}`, directory);
  return asClassifier({ trunk, head });
}

/** Writes trained networks as `classifier` reads them. */
export function writeClassifier(
  name: ClassifierName,
  { trunk, head }: ClassifierNetworks,
  about: Omit<Card, 'sha256'>,
  directory?: string,
): void {
  writeWeights(fileOf(name), [trunk, head], about, { directory });
}

const fileOf = (name: ClassifierName): string => `${name}-classifier`;

/** Networks in use as a classifier; disposing it disposes them. */
export function asClassifier({ trunk, head }: ClassifierNetworks): Classifier {
  const features = (images: tf.Tensor): tf.Tensor2D =>
    tf.tidy(() => {
      checkImages(images);
      const starts = Array.from({ length: Math.ceil(images.shape[0] / BATCH) }, (_, i) => i * BATCH);
      return tf.concat(
        starts.map((start) => trunk.apply(tf.slice(images, start, Math.min(BATCH, images.shape[0] - start)))),
      ) as tf.Tensor2D;
    });
  const classify = (seen: tf.Tensor2D): tf.Tensor2D =>
    tf.tidy(() => tf.softmax(head.apply(seen)) as tf.Tensor2D);
  return {
    features,
    outputs(images) {
      const seen = features(images);
      return { features: seen, probabilities: classify(seen) };
    },
    probabilities: (images) => tf.tidy(() => classify(features(images))),
    dispose() {
      trunk.dispose();
      head.dispose();
    },
  };
}

function checkImages(images: tf.Tensor): void {
  const [count, ...shape] = images.shape;
  if (shape.join() !== '28,28,1' || count === 0) {
    throw new RangeError(`images: shape [n, 28, 28, 1] is needed, got [${images.shape.join(', ')}]`);
  }
  const [least, greatest] = [tf.min(images).dataSync()[0]!, tf.max(images).dataSync()[0]!];
  if (!(least >= -1 - ROUNDING && greatest <= 1 + ROUNDING)) {
    throw new RangeError(`images: pixels in [−1, 1] are allowed, got ${least} to ${greatest}`);
  }
}
