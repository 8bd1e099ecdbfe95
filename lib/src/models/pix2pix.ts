import { batchNorm, conv2d, conv2dTranspose, leakyRelu, relu, skip, tanh, type Layer } from './layers';
import { normal } from './initialisers';

const init = normal(0.02);
const bias = false;

export interface UnetOptions {
  /** Filters of the outermost layer; 64 in the paper. */
  filters?: number;
  /** Channels of the picture that is drawn. */
  channels?: number;
  /** Without skips the encoder–decoder that the paper compares with: what is inside a skip, and no more. */
  skips?: boolean;
}

/**
 * The U-Net of pix2pix (Isola et al. 2017, arXiv 1611.07004, section 3.2.1) at the size of MNIST: 28 → 14 → 7 → 4 and back,
 * `[28, 28, any]` → `[28, 28, channels]` in [−1, 1]. No batch normalisation in the first layer nor at the bottom.
 */
export function unet({ filters = 16, channels = 1, skips = true }: UnetOptions = {}): Layer[] {
  const around = (layers: Layer[]): Layer[] => (skips ? [skip(layers)] : layers);
  const bottom = [
    leakyRelu(),
    conv2d({ filters: 4 * filters, init }),
    relu(),
    conv2dTranspose({ filters: 2 * filters, size: 7, bias, init }),
    batchNorm(),
  ];
  const middle = [
    leakyRelu(),
    conv2d({ filters: 2 * filters, bias, init }),
    batchNorm(),
    ...around(bottom),
    relu(),
    conv2dTranspose({ filters, bias, init }),
    batchNorm(),
  ];
  const outer = [conv2d({ filters, init }), ...around(middle), relu()];
  return [...outer, conv2dTranspose({ filters: channels, init }), tanh()];
}

/**
 * PatchGAN (the same paper, section 3.2.2): judges overlapping patches, one logit each. The sides of a patch, in pixels,
 * are those of the logits' receptive field: 1, 8 or 16.
 *
 * @returns layers for `[28, 28, channels]`; 14×14 logits with patches of 8 and 16 pixels, 28×28 with 1
 */
export function patchDiscriminator({
  patch = 16,
  filters = 16,
}: { patch?: 1 | 8 | 16; filters?: number } = {}): Layer[] {
  const sizes = ({ 1: [1, 1, 1], 8: [4, 2, 2], 16: [4, 4, 4] } as const)[patch];
  const [first, second, last] = sizes.map((kernelSize, i) => ({ kernelSize, stride: patch > 1 && i === 0 ? 2 : 1, init })); // prettier-ignore
  return [
    conv2d({ ...first!, filters }),
    leakyRelu(),
    conv2d({ ...second!, filters: 2 * filters, bias }),
    batchNorm(),
    leakyRelu(),
    conv2d({ ...last!, filters: 1 }),
  ];
}
