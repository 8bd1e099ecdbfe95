/** Layers as data. Each kind is one file, which registers how it works. */
export * from './activation';
export * from './batch-norm';
export * from './conv2d';
export * from './conv3d';
export * from './dense';
export * from './dropout';
export * from './max-pool';
export * from './reshape';
export * from './residual';
export * from './skip';
export * from './spectral-norm';
export * from './upsample';
export type { Convolution, ConvolutionOptions } from './convolution';
export { layerKinds, registerLayer } from './registry';
export { sequence, UnfitLayers, type Sequence } from './sequence';
export {
  sizeOf,
  UnfitInput,
  type ApplyOptions,
  type BuiltLayer,
  type Layer,
  type LayerKind,
  type LayerSummary,
  type Parameter,
  type RandomInput,
  type Shape,
} from './layer';
