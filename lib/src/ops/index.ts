/**
 * Operations of TensorFlow.js that had to be made right (second order) or fast (fused).
 *
 * Importing this room has one side effect: it registers its kernels and puts right the gradients of tanh, sigmoid, exp,
 * elu, relu, leakyRelu, softmax, pow, mirrorPad and depthToSpace, wherever they are called from.
 */
import './mirror-pad';

export { tanh } from './gradients';
export { leakyRelu, rectify } from './activations';
export { dense } from './dense';
export type { Epilogue } from './epilogue';
export { mean, meanSoftplus } from './mean';
export { joinBatches, splitBatches } from './batches';
export { reshape } from './reshape';
export { concat } from './concat';
export { depthToSpace, spaceToDepth } from './depth-space';
export { detach } from './operation';
export { conv2d, conv2dTranspose, conv3d, conv3dTranspose } from './convolution';
export { batchNorm, type BatchNormOptions, type RunningAverages } from './normalisation';
export { clip } from './clip';
export { Captured, ChangedComputation, type Named } from './capture';
export { checkFinite, firstNonFinite, type Finiteness } from './finite';
export { warp } from './warp';
export { adam, rmsProp, sgd } from './optimisers';
export type {
  AdamOptions,
  LinearDecay,
  Optimiser,
  OptimiserState,
  RmsPropOptions,
  SavedTensor,
  SgdOptions,
} from './optimisers';
