/** Runs every kernel of the room's own on fixed numbers and prints the results as JSON: run by kernels.test.ts. */
import * as tf from '@tensorflow/tfjs-node';
import { ops } from 'gan-lib';
import { normal } from './helpers.ts';

type Results = Record<string, tf.Tensor | readonly tf.Tensor[]>;

function everyKernel(): Results {
  const [x, w, bias] = [normal([70, 90], 1), normal([90, 50], 2), normal<tf.Rank.R1>([50], 3)];
  const images = normal<tf.Rank.R4>([20, 14, 14, 5], 4);
  const [gamma, beta] = [normal<tf.Rank.R1>([5], 6), normal<tf.Rank.R1>([5], 7)];
  const bare = (x: tf.Tensor, w: tf.Tensor) => ops.dense(x as tf.Tensor2D, w as tf.Tensor2D);
  const dense = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor) =>
    ops.tanh(ops.dense(x as tf.Tensor2D, w as tf.Tensor2D, { bias, slope: 0.2 }));
  const convolved = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
    ops.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, { bias, slope: 0 });
  // Channels for each way of convolving.
  const convolutions = [
    [5, 7],
    [1, 16],
    [16, 32],
  ].map(([inner, outer]) => [
    normal([20, 14, 14, inner!], 4),
    normal([4, 4, inner!, outer!], 5),
    normal([outer!], 6),
  ]);
  const transposed = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
    ops.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, 2, { bias, slope: 0.2 });
  const transposes = [
    [7, 5],
    [16, 1],
    [32, 16],
  ].map(([inner, outer]) => [
    normal([20, 7, 7, inner!], 4),
    normal([4, 4, outer!, inner!], 5),
    normal([outer!], 6),
  ]);
  const running = () => ({
    mean: tf.variable(tf.zeros([5]), false),
    variance: tf.variable(tf.ones([5]), false),
    momentum: 0.9,
  });
  const normalised = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
    ops.batchNorm(x as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D, running(), {
      batches: 2,
      slope: 0.1,
    });
  const squares = (f: (...xs: tf.Tensor[]) => tf.Tensor) => (xs: tf.Tensor[]) =>
    tf.grads((...all) => ops.mean(tf.square(f(...all))))(xs);
  // So few rows that the gradient by x is computed the other way round.
  const [few, wide] = [normal([9, 300], 8), normal([300, 200], 9)];
  const column = normal([300, 1], 10);
  const batches = ops.splitBatches(images, 4);
  return {
    dense: dense(x, w, bias),
    'dense, few rows, gradients': squares(bare)([few, wide]),
    'dense, one column, gradients': squares(bare)([few, column]),
    batches: [...batches, ops.joinBatches(batches), ops.reshape(images, [20, 14 * 14 * 5])],
    'dense, gradients': squares(dense)([x, w, bias]),
    convolutions: convolutions.map(([x, filter, bias]) => convolved(x!, filter!, bias!)),
    'convolutions, gradients': convolutions.flatMap((all) => squares(convolved)(all)),
    'transposes, gradients': transposes.flatMap((all) => squares(transposed)(all)),
    'batch normalisation': normalised(images, gamma, beta),
    'batch normalisation, gradients': squares(normalised)([images, gamma, beta]),
    mean: ops.meanSoftplus(x),
    adam: moved(ops.adam({ learningRate: 0.1 }), x),
    rmsProp: moved(ops.rmsProp({ learningRate: 0.1, momentum: 0.5 }), x),
  };
}

/** A variable after three steps along its own values, and clipped. */
function moved(optimiser: ops.Optimiser, start: tf.Tensor): tf.Tensor {
  const variable = tf.variable(start);
  for (let step = 0; step < 3; step++) optimiser.apply([variable], [tf.clone(variable)]);
  ops.clip([variable], 1.5);
  return variable;
}

await tf.ready();
const results = Object.entries(everyKernel()).map(([name, result]) => [
  name,
  [result].flat().map((tensor) => [...tensor.dataSync<'float32'>()]),
]);
console.log(JSON.stringify(Object.fromEntries(results)));
