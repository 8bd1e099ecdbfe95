/** Where real samples and latents come from. Everything here is seeded; nothing here knows a network. */
export { loadMnist, type ImageSet, type Mnist } from './mnist';
export { encodeIdx, parseIdx, type Idx } from './idx';
export { FASHION_CLASSES } from './fashion-classes';
export { loadFashionMnist, type FashionMnist, type FashionMnistOptions } from './fashion';
export { imageFolder, type ImageFolder, type ImageFolderOptions } from './image-folder';
export { emojiFolder, type EmojiOptions } from './emoji';
export { ring, grid, mixtureDensity, sampleMixture, type Mixture } from './mixture';
export {
  imageBatches,
  mixtureBatches,
  functionBatches,
  toTensor,
  type Batch,
  type Batches,
  type BatchOptions,
  type Shapes,
} from './batches';
export { UNLABELLED, halves, labelled, only, take } from './image-set';
export { map, zip } from './combine';
export { oneHot } from './one-hot';
export { partlyLabelled, type PartlyLabelledOptions } from './partly-labelled';
export { outline } from './outline';
export { meanPool } from './mean-pool';
export { masks, type Mask } from './masks';
export { contextWeights } from './context-weights';
export { poissonBlend } from './poisson-blend';
export { lineMask, type ImagePlace } from './line-mask';
export { shifted } from './shift';
export { randomStrokes } from './random-strokes';
export { mnistFrame } from './mnist-frame';
export { movingDigits, type MovingDigits, type MovingDigitsOptions } from './moving-digits';
export { twoFutures, type TwoFutures, type TwoFuturesOptions } from './two-futures';
export type { Background } from './digit-films';
export { distortions, type DistortionOptions, type Distortions } from './distortions';
export {
  normalLatents,
  uniformLatents,
  codedLatents,
  type CodedLatents,
  type LatentOptions,
  type Latents,
} from './latents';
export {
  composeLatents,
  latentLayout,
  type Codes,
  type LatentLayout,
  type LatentPart,
  type LatentParts,
} from './latent-layout';
