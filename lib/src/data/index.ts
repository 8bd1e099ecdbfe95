/** Where real samples and latents come from. Everything here is seeded; nothing here knows a network. */
export { loadMnist, type ImageSet, type Mnist } from './mnist';
export { parseIdx, type Idx } from './idx';
export { ring, grid, mixtureDensity, sampleMixture, type Mixture } from './mixture';
export {
  imageBatches,
  mixtureBatches,
  functionBatches,
  toTensor,
  type Batch,
  type Batches,
  type BatchesState,
} from './batches';
export { distortions, type DistortionOptions, type Distortions } from './distortions';
export {
  normalLatents,
  uniformLatents,
  codedLatents,
  type Latents,
  type CodedLatents,
  type LatentParts,
  type Codes,
} from './latents';
