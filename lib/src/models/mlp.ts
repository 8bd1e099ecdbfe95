import { glorotUniform, type Initialiser } from './initialisers';
import {
  batchNorm,
  dense,
  flatten,
  leakyRelu,
  relu,
  reshape,
  sizeOf,
  tanh,
  type Layer,
  type Shape,
} from './layers';

/**
 * A generator of dense layers: `[latentSize]` → `output`.
 *
 * @param options.hidden units of the hidden layers, each followed by ReLU
 * @param options.batchNorm whether batch normalisation stands before each ReLU
 * @param options.init of the hidden layers' weights; many of them with ReLU need `heNormal` to pass a signal on
 * @param options.bounded `true` ends in tanh, for images in [−1, 1]; `false` leaves the numbers free, for points
 */
export function mlpGenerator({
  output,
  hidden = [128, 128],
  batchNorm: normalise = false,
  bounded = output.length > 1,
  init = glorotUniform,
}: {
  output: Shape;
  hidden?: readonly number[];
  batchNorm?: boolean;
  bounded?: boolean;
  init?: Initialiser;
}): Layer[] {
  const size = sizeOf(output);
  return [
    ...hidden.flatMap((units) => [
      dense(units, { bias: !normalise, init }),
      ...(normalise ? [batchNorm()] : []),
      relu(),
    ]),
    dense(size),
    ...(bounded ? [tanh()] : []),
    ...(output.length > 1 ? [reshape(output)] : []),
  ];
}

/** A discriminator or critic of dense layers with LeakyReLU: any shape → one logit. */
export function mlpDiscriminator({
  hidden = [128, 128],
  init = glorotUniform,
}: { hidden?: readonly number[]; init?: Initialiser } = {}): Layer[] {
  return [flatten(), ...hidden.flatMap((units) => [dense(units, { init }), leakyRelu()]), dense(1)];
}
