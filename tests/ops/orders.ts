/** Which gradients are right, by finite differences: of TensorFlow.js's operations as the room leaves them, and of its own. */
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertGradient, gradientNorm, normal } from './helpers.ts';

export type Verdict = 'right' | 'wrong' | 'throws';

/** An operation of one or more inputs, each made by a function of its seed; smooth and of the order of 1 there. */
export interface Case {
  readonly f: (...xs: tf.Tensor[]) => tf.Tensor;
  readonly xs: readonly ((seed: number) => tf.Tensor)[];
}

/** Numbers from N(0, 1), moved away from zero, where kinks are. */
const around = (shape: number[]) => (seed: number) => {
  const x = normal(shape as [number], seed);
  return tf.add(x, tf.mul(0.3, tf.sign(x)));
};
/** In (lowest, highest). */
const between = (lowest: number, highest: number, shape: number[]) => (seed: number) =>
  tf.add(lowest, tf.mul(highest - lowest, tf.sigmoid(normal(shape as [number], seed))));
/** So far apart that no step of the differences changes which is the largest. */
const apart = (shape: number[]) => (seed: number) => {
  const size = tf.util.sizeFromShape(shape);
  const places = Array.from({ length: size }, (_, i) => ((i * 7 + seed) % size) / 4 - size / 8 + 0.1);
  return tf.tensor(places, shape);
};

const VECTOR = [3, 4];
const unary = (f: (x: tf.Tensor) => tf.Tensor, x = around(VECTOR)): Case => ({ f, xs: [x] });
const binary = (
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  a = around(VECTOR),
  b = around(VECTOR),
): Case => ({
  f: f,
  xs: [a, b],
});
const four = (f: (x: tf.Tensor4D) => tf.Tensor, shape = [2, 4, 4, 4], make = around): Case =>
  unary(f as (x: tf.Tensor) => tf.Tensor, make(shape));

const SMALL = between(-0.8, 0.8, VECTOR);
const POSITIVE = between(0.4, 2, VECTOR);
const IMAGES = around([1, 4, 4, 2]);
const FILMS = around([1, 3, 4, 4, 2]);
const small = (make: (seed: number) => tf.Tensor) => (seed: number) => tf.mul(0.3, make(seed));
const FILTER = small(around([3, 3, 2, 2]));
const FILTER_3D = small(around([2, 3, 3, 2, 2]));

type Any = (...xs: never[]) => tf.Tensor;
const typed = (f: Any, ...xs: Case['xs']): Case => ({ f: f as Case['f'], xs });

/** TensorFlow.js's own operations that networks and losses are made of. */
export const TENSORFLOW: Readonly<Record<string, Case>> = {
  abs: unary(tf.abs),
  acos: unary(tf.acos, SMALL),
  asin: unary(tf.asin, SMALL),
  atan: unary(tf.atan),
  asinh: unary(tf.asinh),
  atanh: unary(tf.atanh, SMALL),
  acosh: unary(tf.acosh, between(1.5, 3, VECTOR)),
  cos: unary(tf.cos),
  cosh: unary(tf.cosh),
  sin: unary(tf.sin),
  sinh: unary(tf.sinh),
  tan: unary(tf.tan, SMALL),
  tanh: unary(tf.tanh),
  elu: unary(tf.elu),
  erf: unary(tf.erf),
  exp: unary(tf.exp),
  expm1: unary(tf.expm1),
  log: unary(tf.log, POSITIVE),
  log1p: unary(tf.log1p, POSITIVE),
  logSigmoid: unary(tf.logSigmoid),
  neg: unary(tf.neg),
  reciprocal: unary(tf.reciprocal, POSITIVE),
  relu: unary(tf.relu),
  relu6: unary(tf.relu6),
  leakyRelu: unary((x) => tf.leakyRelu(x, 0.3)),
  rsqrt: unary(tf.rsqrt, POSITIVE),
  selu: unary(tf.selu),
  sigmoid: unary(tf.sigmoid),
  softplus: unary(tf.softplus),
  softmax: unary((x) => tf.softmax(x)),
  logSoftmax: unary((x) => tf.logSoftmax(x)),
  logSumExp: unary((x) => tf.logSumExp(x, 1)),
  sqrt: unary(tf.sqrt, POSITIVE),
  square: unary(tf.square),
  cumsum: unary((x) => tf.cumsum(x, 1)),
  clipByValue: unary((x) => tf.clipByValue(x, -0.1, 0.1)),
  sum: unary((x) => tf.sum(x, 1)),
  mean: unary((x) => tf.mean(x, 1)),
  max: unary((x) => tf.max(x, 1), apart(VECTOR)),
  min: unary((x) => tf.min(x, 1), apart(VECTOR)),
  prod: unary((x) => tf.prod(x, 1)),
  norm: unary((x) => tf.norm(x, 2, 1)),
  moments: unary((x) => tf.moments(x, 1).variance),
  add: binary(tf.add),
  sub: binary(tf.sub),
  mul: binary(tf.mul),
  div: binary(tf.div, around(VECTOR), POSITIVE),
  pow: binary(tf.pow, POSITIVE, around(VECTOR)),
  maximum: binary(tf.maximum, apart(VECTOR), (seed) => tf.neg(apart(VECTOR)(seed))),
  minimum: binary(tf.minimum, apart(VECTOR), (seed) => tf.neg(apart(VECTOR)(seed))),
  squaredDifference: binary(tf.squaredDifference),
  atan2: binary(tf.atan2, POSITIVE, POSITIVE),
  prelu: binary(tf.prelu),
  matMul: typed(tf.matMul, around(VECTOR), around([4, 2])),
  where: binary((a, b) => tf.where(tf.tensor2d([1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0], [3, 4], 'bool'), a, b)),
  reshape: unary((x) => tf.reshape(x, [2, 6])),
  transpose: unary((x) => tf.transpose(x)),
  concat: binary((a, b) => tf.concat([a, b], 1)),
  split: unary((x) => tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor]))),
  stack: binary((a, b) => tf.stack([a, b])),
  unstack: unary((x) => tf.mul(tf.unstack(x)[0]!, tf.unstack(x)[1]!)),
  slice: unary((x) => tf.slice(x, [1, 0], [1, 3])),
  stridedSlice: unary((x) => tf.stridedSlice(x, [0, 0], [3, 4], [2, 1])),
  gather: unary((x) => tf.gather(x, tf.tensor1d([0, 2, 2], 'int32'))),
  tile: unary((x) => tf.tile(x, [2, 1])),
  reverse: unary((x) => tf.reverse(x, 1)),
  broadcastTo: unary((x) => tf.broadcastTo(x, [3, 4]), around([1, 4])),
  expandDims: unary((x) => tf.expandDims(x, 1)),
  squeeze: unary((x) => tf.squeeze(x), around([3, 1, 4])),
  pad: unary((x) => tf.pad(x, [[1, 2], [0, 1]])), // prettier-ignore
  mirrorPad: four((x) => tf.mirrorPad(x, [[0, 0], [1, 2], [2, 0], [0, 0]], 'reflect')), // prettier-ignore
  'mirrorPad, symmetric': four((x) => tf.mirrorPad(x, [[0, 0], [1, 2], [4, 0], [0, 0]], 'symmetric')), // prettier-ignore
  depthToSpace: four((x) => tf.depthToSpace(x, 2)),
  spaceToBatchND: four((x) => tf.spaceToBatchND(x, [2, 2], [[0, 0], [0, 0]])), // prettier-ignore
  batchToSpaceND: four((x) => tf.batchToSpaceND(x, [2, 1], [[0, 0], [0, 0]])), // prettier-ignore
  'image.resizeBilinear': four((x) => tf.image.resizeBilinear(x, [8, 8])),
  'image.resizeNearestNeighbor': four((x) => tf.image.resizeNearestNeighbor(x, [8, 8])),
  avgPool: four((x) => tf.avgPool(x, 2, 2, 'same')),
  maxPool: four((x) => tf.maxPool(x, 2, 2, 'same'), [1, 4, 4, 2], apart),
  localResponseNormalization: four((x) => tf.localResponseNormalization(x)),
  batchNorm: typed(
    (x: tf.Tensor4D, mean: tf.Tensor1D, variance: tf.Tensor1D, beta: tf.Tensor1D, gamma: tf.Tensor1D) =>
      tf.batchNorm(x, mean, variance, beta, gamma),
    around([2, 2, 2, 3]),
    around([3]),
    between(0.4, 2, [3]),
    around([3]),
    around([3]),
  ),
  conv2d: typed((x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2d(x, w, 2, 'same'), IMAGES, FILTER),
  conv2dTranspose: typed(
    (x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2dTranspose(x, w, [1, 8, 8, 2], 2, 'same'),
    IMAGES,
    FILTER,
  ),
  depthwiseConv2d: typed(
    (x: tf.Tensor4D, w: tf.Tensor4D) => tf.depthwiseConv2d(x, w, 1, 'same'),
    IMAGES,
    small(around([3, 3, 2, 1])),
  ),
  conv3d: typed((x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3d(x, w, 2, 'same'), FILMS, FILTER_3D),
  conv3dTranspose: typed(
    (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3dTranspose(x, w, [1, 6, 8, 8, 2], 2, 'same'),
    FILMS,
    FILTER_3D,
  ),
};

/** The room's own: all must be right, but for those of `FIRST_ORDER` at the second. */
export const OWN: Readonly<Record<string, Case>> = {
  tanh: unary((x) => ops.tanh(x)),
  leakyRelu: unary((x) => ops.leakyRelu(x)),
  mean: unary((x) => ops.mean(tf.square(x))),
  meanSoftplus: unary((x) => ops.meanSoftplus(x)),
  dense: typed(ops.dense, around(VECTOR), around([4, 2])),
  joinBatches: binary((a, b) => ops.joinBatches([a, b])),
  splitBatches: unary((x) => tf.mul(...(ops.splitBatches(x, 2) as [tf.Tensor, tf.Tensor])), around([4, 3])),
  reshape: unary((x) => ops.reshape(x, [2, 6])),
  concat: binary((a, b) => ops.concat([a, b]), around([2, 3, 2]), around([2, 3, 1])),
  depthToSpace: four((x) => ops.depthToSpace(x, 2)),
  spaceToDepth: four((x) => ops.spaceToDepth(x, 2)),
  conv2d: typed((x: tf.Tensor4D, w: tf.Tensor4D) => ops.conv2d(x, w, 2), IMAGES, FILTER),
  conv2dTranspose: typed(
    (x: tf.Tensor4D, w: tf.Tensor4D) => ops.conv2dTranspose(x, w, 2, undefined, 7),
    IMAGES,
    FILTER,
  ),
  conv3d: typed((x: tf.Tensor5D, w: tf.Tensor5D) => ops.conv3d(x, w, [1, 2, 2]), FILMS, FILTER_3D),
  conv3dTranspose: typed(
    (x: tf.Tensor5D, w: tf.Tensor5D) => ops.conv3dTranspose(x, w, 2, undefined, [5, 8, 7]),
    FILMS,
    FILTER_3D,
  ),
  'conv3d with an epilogue': typed(
    (x: tf.Tensor5D, w: tf.Tensor5D, bias: tf.Tensor1D) => ops.conv3d(x, w, 2, { bias, slope: 0.2 }),
    FILMS,
    FILTER_3D,
    around([2]),
  ),
  batchNorm: typed(
    (x: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D) => ops.batchNorm(x, gamma, beta),
    around([4, 2, 3]),
    around([3]),
    around([3]),
  ),
};

/** Whether assertions hold: what fails them is wrong, any other error comes from the operation. */
function verdict(check: () => void): Verdict {
  try {
    tf.tidy(check);
    return 'right';
  } catch (error) {
    return (error as Error).name === 'AssertionError' ? 'wrong' : 'throws';
  }
}

/** The verdicts on the gradient by each input, and on the gradient of its norm: the worst of all inputs. */
export function orders({ f, xs }: Case): [first: Verdict, second: Verdict] {
  return tf.tidy((): [Verdict, Verdict] => {
    const inputs = xs.map((make, i) => make(i + 1));
    const weights = normal(f(...inputs).shape as [number], 9);
    // Bent, so that what is linear has a second derivative, too.
    const bent = (...all: tf.Tensor[]) => {
      const y = f(...all);
      return tf.mul(weights, tf.add(y, tf.square(y)));
    };
    const options = { h: 3e-3, tolerance: 2e-2 };
    const first = verdict(() => assertGradient((...all) => tf.sum(bent(...all)), inputs, options));
    const second = inputs.map((_, i) => {
      /** The norm of the gradient by input i, as a function of all inputs, that one first. */
      const norm = gradientNorm((x, ...rest) => bent(...rest.slice(0, i), x, ...rest.slice(i)));
      const order = [inputs[i]!, ...inputs.filter((_, j) => j !== i)];
      return verdict(() => assertGradient(norm, order, options));
    });
    const worst = (['throws', 'wrong'] as const).find((bad) => second.includes(bad));
    return [first, worst ?? 'right'];
  });
}
