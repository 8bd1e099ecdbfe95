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
  type Shapes,
} from './batches';
export { map, zip } from './combine';
export { distortions, type DistortionOptions, type Distortions } from './distortions';
export { normalLatents, uniformLatents, codedLatents, type Latents, type CodedLatents } from './latents';
export {
  composeLatents,
  latentLayout,
  type Codes,
  type LatentLayout,
  type LatentPart,
  type LatentParts,
} from './latent-layout';
