/** `npm run classifier`: trains the classifier that the metrics of images rest on, and writes data/mnist-classifier.*. */

import * as tf from '@tensorflow/tfjs-node';
import { data, metrics, ops, random } from 'gan-lib';

/** Some 5 minutes on 2 cores. The weights of the last step are kept, whatever the test images say. */
const TRAINING = { seed: 1, epochs: 8, batchSize: 100, learningRate: 2e-3, largestShift: 1 };

const mnist = data.loadMnist();
const networks = metrics.classifierNetworks(TRAINING.seed);
const { trunk, head } = networks;
const variables = [...trunk.variables, ...head.variables];
const shifts = random.stream(TRAINING.seed, 'shifts');
const batches = data.imageBatches(mnist.train, TRAINING);
const stepsPerEpoch = mnist.train.count / TRAINING.batchSize;
const start = performance.now();

let optimiser = ops.adam({ beta1: 0.9 });
for (let epoch = 0; epoch < TRAINING.epochs; epoch++) {
  optimiser = slowed(optimiser, TRAINING.learningRate * (1 - epoch / TRAINING.epochs));
  let loss = 0;
  for (let step = 0; step < stepsPerEpoch; step++) loss += trainingStep() / stepsPerEpoch;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(
    `epoch ${epoch + 1} of ${TRAINING.epochs}: loss ${loss.toFixed(4)}, test accuracy ${percent(testAccuracy())}, ${seconds} s`,
  );
}

const accuracy = testAccuracy();
metrics.writeWeights(networks, { training: TRAINING, testAccuracy: accuracy });
console.log(`Wrote data/mnist-classifier.json and .bin: ${percent(accuracy)} of the 10,000 test images.`);

/** Adam with another learning rate and the moments of `before`, which ends here. */
function slowed(before: ops.Optimiser, learningRate: number): ops.Optimiser {
  const after = ops.adam({ beta1: 0.9, learningRate });
  after.restore(before.state());
  before.dispose();
  return after;
}

/** One step of Adam on a batch of shifted digits; the cross-entropy in nats. */
function trainingStep(): number {
  const { x, labels } = batches.next();
  const loss = tf.tidy(() => {
    const target = tf.oneHot(labels, 10);
    const images = shifted(x as tf.Tensor4D);
    const { value, grads } = tf.variableGrads(() => {
      const logits = head.apply(trunk.apply(images, { training: true }), { training: true });
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

/** The batch, moved as a whole by up to `largestShift` pixels each way; what comes in from outside is black. */
function shifted(images: tf.Tensor4D): tf.Tensor4D {
  const most = TRAINING.largestShift;
  const [down, right] = [shifts.integer(2 * most + 1), shifts.integer(2 * most + 1)];
  const margin: [number, number] = [most, most];
  const padded = tf.pad4d(images, [[0, 0], margin, margin, [0, 0]], -1);
  return tf.slice4d(padded, [0, down, right, 0], images.shape);
}

function testAccuracy(): number {
  return tf.tidy(() => {
    const probabilities = metrics.trainedClassifier(networks).probabilities(data.toTensor(mnist.test));
    return metrics.accuracy(probabilities, mnist.test.labels);
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
