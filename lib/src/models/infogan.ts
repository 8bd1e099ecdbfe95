import { dcganGenerator, dcganTrunk } from './dcgan';
import { batchNorm, dense, leakyRelu, type Layer } from './layers';
import { normal } from './initialisers';

const init = normal(0.02);

/**
 * InfoGAN's generator for MNIST (Chen et al. 2016, arXiv 1606.03657, appendix C.1): noise and codes in,
 * `[28, 28, 1]` in [−1, 1] out. It is DCGAN's with a hidden dense layer.
 *
 * @param options.units of the first dense layer (1024 in the paper)
 * @param options.filters of the layer next to the image (64 in the paper)
 */
export function infoganGenerator({ units = 1024, filters = 64 } = {}): Layer[] {
  return dcganGenerator({ units, filters });
}

/**
 * What D and Q share (appendix C.1): `[28, 28, 1]` → `[units]`, its dense layer batch-normalised, as in the paper.
 */
export function infoganTrunk({ units = 1024, filters = 64 } = {}): Layer[] {
  return dcganTrunk({ units, filters, activation: () => leakyRelu(0.1) });
}

/** D's head on the trunk: one logit. */
export function infoganD(): Layer[] {
  return [dense(1, { init })];
}

/**
 * Q's head on the trunk: the parameters of Q(c|x), one row a sample: logits of each categorical code, then the means
 * of the continuous ones, then, if their variance is learned, the logarithms of their standard deviations.
 */
export function infoganQ({ outputs, units = 128 }: { outputs: number; units?: number }): Layer[] {
  return [dense(units, { bias: false, init }), batchNorm(), leakyRelu(0.1), dense(outputs, { init })];
}
