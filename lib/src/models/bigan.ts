import { normal } from './initialisers';
import {
  batchNorm,
  dense as denseLayer,
  flatten,
  leakyRelu,
  relu,
  reshape,
  tanh,
  type Layer,
} from './layers';

/** As in the authors' code: first weights N(0, 0.02), so that an image's features and the latents weigh alike in D, no biases. */
const dense = (units: number): Layer => denseLayer(units, { bias: false, init: normal(0.02) });

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
  const last = [dense(outputs), ...(bounded ? [tanh()] : [])];
  return [...biganBody({ units }), dense(units), batchNorm(), leakyRelu(), ...last];
}

/** Its generator: latents → a digit [28, 28, 1] in [−1, 1]. The authors' has the latents in the second layer, too. */
export function biganGenerator({ units = 1024 } = {}): Layer[] {
  const hidden = [dense(units), batchNorm(), relu()];
  return [...hidden, ...hidden, dense(28 * 28), tanh(), reshape([28, 28, 1])];
}

/** What its discriminator makes of an image before it sees the latents: `units` features. */
export function biganBody({ units = 1024 } = {}): Layer[] {
  return [flatten(), dense(units), leakyRelu()];
}

/**
 * The rest of it: features of an image and latents side by side → one logit. As in the authors' code the latents enter here,
 * behind the first layer, where they are among fewer numbers than beside 784 pixels.
 */
export function biganHead({ units = 1024 } = {}): Layer[] {
  return [dense(units), batchNorm(), leakyRelu(), dense(1)];
}
