import { dcganDiscriminator, dcganGenerator } from './dcgan';
import type { Layer } from './layers';

/**
 * The moving stream of a video GAN (Vondrick et al. 2016, arXiv 1609.02612, section 3) with time in the channels:
 * `[latentSize]` → `[28, 28, 2 · frames]`, the foreground's frames and then the masks', before their tanh and sigmoid.
 * It is DCGAN's generator, unbounded.
 */
export const videoForeground = ({ frames = 8, filters = 32, units = 128 } = {}): Layer[] =>
  dcganGenerator({ filters, units, channels: 2 * frames, bounded: false });

/** The still stream: `[latentSize]` → `[28, 28, 1]` in [−1, 1]; DCGAN's generator. */
export const videoBackground = ({ filters = 16, units = 128 } = {}): Layer[] =>
  dcganGenerator({ filters, units });

/** Who judges films `[28, 28, frames]`: → one logit; DCGAN's discriminator. */
export const videoDiscriminator = ({ filters = 32 } = {}): Layer[] => dcganDiscriminator({ filters });
