import { normal } from './initialisers';
import { batchNorm, dense, flatten, leakyRelu, tanh, type Layer } from './layers';

/** Two hidden dense layers, the second batch-normalised, as in the authors' code. */
const hidden = (units: number): Layer[] => [
  ...[dense(units), leakyRelu()],
  ...[dense(units, { bias: false }), batchNorm(), leakyRelu()],
];

/**
 * BiGAN's encoder for digits without convolutions (Donahue et al. 2017, arXiv 1605.09782, section 4.1): an image → `outputs`
 * numbers in (−1, 1), the range of its uniform latents.
 *
 * @param options.units of both hidden layers (1024 in the paper)
 * @param options.bounded `false` leaves the numbers free, for the means and variances of ALI
 */
export function biganEncoder({
  units = 1024,
  outputs = 50,
  bounded = true,
}: { units?: number; outputs?: number; bounded?: boolean } = {}): Layer[] {
  return [flatten(), ...hidden(units), dense(outputs), ...(bounded ? [tanh()] : [])];
}

/**
 * A discriminator of the encoder's layers: one row of numbers, such as pixels and latents side by side, → one logit. The
 * authors' has the latents in every layer (section 4.1), this one in the first. Its last weights are small: it begins undecided.
 */
export function biganDiscriminator({ units = 1024 } = {}): Layer[] {
  return [flatten(), ...hidden(units), dense(1, { init: normal(0.02) })];
}
