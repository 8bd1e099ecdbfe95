import * as tf from '@tensorflow/tfjs-node';
import { data, models, ops, random } from 'gan-lib';
import { blurred, noisy, shifted } from './distort.ts';
import type { Training } from './recipes.ts';

/**
 * Trains a classifier; the weights of the last step are kept.
 *
 * @param afterEpoch is told the number of the epoch, from 1, and its mean cross-entropy in nats
 */
export function train(
  images: data.ImageSet,
  training: Training,
  afterEpoch: (networks: models.ClassifierNetworks, epoch: number, loss: number) => void,
): models.ClassifierNetworks {
  const networks = models.classifierNetworks(training.seed);
  const { trunk, head } = networks;
  const variables = [...trunk.variables, ...head.variables];
  const batches = data.imageBatches(images, training);
  const distorted = distortions(training);
  const stepsPerEpoch = Math.floor(images.count / training.batchSize);
  let optimiser = ops.adam({ beta1: 0.9 });
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    optimiser = slowed(optimiser, training.learningRate * (1 - epoch / training.epochs));
    let loss = 0;
    for (let step = 0; step < stepsPerEpoch; step++) loss += trainingStep() / stepsPerEpoch;
    afterEpoch(networks, epoch + 1, loss);
  }
  optimiser.dispose();
  return networks;

  /** One step of Adam on a batch of distorted images; the cross-entropy in nats. */
  function trainingStep(): number {
    const { x, labels } = batches.next();
    const loss = tf.tidy(() => {
      const target = tf.oneHot(labels, 10);
      const shown = distorted(x as tf.Tensor4D);
      const { value, grads } = tf.variableGrads(() => {
        const logits = head.apply(trunk.apply(shown, { training: true }), { training: true });
        return tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(target, logits);
      }, variables);
      optimiser.apply(
        variables,
        variables.map((variable) => grads[variable.name]!),
      );
      return value.dataSync()[0]!;
    });
    tf.dispose([x, labels]);
    return loss;
  }
}

/** Adam with another learning rate and the moments of `before`, which ends here. */
function slowed(before: ops.Optimiser, learningRate: number): ops.Optimiser {
  const after = ops.adam({ beta1: 0.9, learningRate });
  after.restore(before.state());
  before.dispose();
  return after;
}

/** Shift, then blur, then noise, drawn anew for each batch. */
function distortions({ seed, batchSize, largestShift, largestBlur, largestNoise }: Training) {
  const [shifts, blurs, noises] = ['shifts', 'blurs', 'noises'].map((name) => random.stream(seed, name));
  const upTo = (most: number, source: random.RandomStream) =>
    source.fillUniform(new Float32Array(batchSize), 0, most);
  return (images: tf.Tensor4D): tf.Tensor4D => {
    const moved = shifted(images, largestShift, shifts!);
    const soft = largestBlur > 0 ? blurred(moved, upTo(largestBlur, blurs!)) : moved;
    return largestNoise > 0 ? noisy(soft, upTo(largestNoise, noises!), noises!) : soft;
  };
}
