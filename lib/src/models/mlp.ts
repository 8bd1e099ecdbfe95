import { batchNorm, dense, flatten, leakyRelu, relu, reshape, tanh, type Layer, type Shape } from './layers';

/**
 * A generator of dense layers: `[latentSize]` → `output`.
 *
 * @param options.hidden units of the hidden layers, each followed by ReLU
 * @param options.batchNorm whether batch normalisation stands before each ReLU
 * @param options.bounded `true` ends in tanh, for images in [−1, 1]; `false` leaves the numbers free, for points
 */
export function mlpGenerator({
  output,
  hidden = [128, 128],
  batchNorm: normalise = false,
  bounded = output.length > 1,
}: {
  output: Shape;
  hidden?: readonly number[];
  batchNorm?: boolean;
  bounded?: boolean;
}): Layer[] {
  const size = output.reduce((product, n) => product * n, 1);
  return [
    ...hidden.flatMap((units) => [
      dense(units, { bias: !normalise }),
      ...(normalise ? [batchNorm()] : []),
      relu(),
    ]),
    dense(size),
    ...(bounded ? [tanh()] : []),
    ...(output.length > 1 ? [reshape(output)] : []),
  ];
}

/** A discriminator or critic of dense layers with LeakyReLU: any shape → one logit. */
export function mlpDiscriminator({ hidden = [128, 128] }: { hidden?: readonly number[] } = {}): Layer[] {
  return [flatten(), ...hidden.flatMap((units) => [dense(units), leakyRelu()]), dense(1)];
}
