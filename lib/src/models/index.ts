/** Layers as plain data, networks built from them, and the architectures of the papers. */
export {
  batchNorm,
  conv2d,
  conv2dTranspose,
  dense,
  dropout,
  flatten,
  leakyRelu,
  relu,
  reshape,
  sigmoid,
  softplus,
  tanh,
  type Layer,
  type Shape,
} from './layers';
export { glorotUniform, heNormal, normal, ones, zeros, type Initialiser } from './initialisers';
export {
  isAsBuilt,
  network,
  type LayerSummary,
  type NamedVariable,
  type Network,
  type NetworkOptions,
} from './network';
export { copy } from './copy';
export { mlpDiscriminator, mlpGenerator } from './mlp';
export { dcganDiscriminator, dcganGenerator, dcganTrunk, type DcganOptions } from './dcgan';
export { architectures, type Architecture, type ArchitectureOptions } from './architectures';
export { infoganD, infoganGenerator, infoganQ, infoganTrunk } from './infogan';
export { decodeTensors, encodeTensors, type TensorFile } from './safetensors';
