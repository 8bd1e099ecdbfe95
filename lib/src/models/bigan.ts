import { normal } from './initialisers';
import { batchNorm, dense, flatten, leakyRelu, tanh, type Layer } from './layers';

/** All first weights are N(0, 0.02), as in the authors' code: latents and features of pixels then weigh the same in D. */
const init = normal(0.02);

/** A hidden layer whose sums are normalised. */
const normalised = (units: number): Layer[] => [
  dense(units, { bias: false, init }),
  batchNorm(),
  leakyRelu(),
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
  const last = [dense(outputs, { init }), ...(bounded ? [tanh()] : [])];
  return [...biganBody({ units }), ...normalised(units), ...last];
}

/** What BiGAN's discriminator makes of an image before it sees the latents: `units` features. */
export function biganBody({ units = 1024 } = {}): Layer[] {
  return [flatten(), dense(units, { init }), leakyRelu()];
}

/**
 * The rest of it: features of an image and latents side by side → one logit. As in the authors' code the latents enter here,
 * behind the first layer, where they are among fewer numbers than beside 784 pixels.
 */
export function biganHead({ units = 1024 } = {}): Layer[] {
  return [...normalised(units), dense(1, { init })];
}
