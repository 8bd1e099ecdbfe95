import { batchNorm, conv2d, conv2dTranspose, relu, residual, tanh, type Layer } from './layers';
import { heNormal as init } from './initialisers';

/**
 * SRResNet, SRGAN's generator (Ledig et al. 2017, arXiv 1609.04802, figure 4) at a small size: `[7, 7, 1]` → `[28, 28, 1]` in
 * [−1, 1]. Residual blocks at the low resolution, then two steps of ×2. A sub-pixel convolution of kernel k by 2 is a
 * transposed convolution of kernel 2k and stride 2.
 *
 * @param options.filters 64 in the paper
 * @param options.blocks residual blocks; 16 in the paper
 */
export function srResNet({ filters = 24, blocks = 3 } = {}): Layer[] {
  const convolution = [conv2d({ filters, kernelSize: 3, stride: 1, bias: false, init }), batchNorm()];
  const block = residual([...convolution, relu(), ...convolution]);
  return [
    conv2d({ filters, kernelSize: 5, stride: 1, init }),
    relu(),
    residual([...Array.from({ length: blocks }, () => block), ...convolution]),
    conv2dTranspose({ filters, init }),
    relu(),
    conv2dTranspose({ filters: filters / 2, init }),
    relu(),
    conv2d({ filters: 1, kernelSize: 5, stride: 1, init }),
    tanh(),
  ];
}
