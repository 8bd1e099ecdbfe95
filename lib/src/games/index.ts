/** Systems: which networks play, in what order, and who minimises what. */
export { player, single, type Game, type Inputs, type Player, type PlayerOptions } from './game';
export { critic, type Critic, type CriticOptions, type Judge, type Sides } from './critic';
export { gan, type GanOptions } from './gan';
export { contrast, type ContrastOptions } from './contrast';
export {
  pictureContrast,
  pictureGan,
  type PictureContrastOptions,
  type PictureGan,
  type PictureGanOptions,
} from './pictures';
export { infogan, type InfoganOptions, type RealTerm } from './infogan';
export { information, qOutputs, type InformationOptions } from './code-reading';
export { acgan, conditionalGan, type ConditionalGanOptions } from './conditional-gan';
export { translation, type Adversary, type TranslationOptions } from './translation';
export { discogan, type DiscoganOptions } from './discogan';
export { vae, type VaeOptions } from './vae';
export { vaeGan, type VaeGanOptions } from './vae-gan';
export { bigan, type BiganOptions } from './bigan';
export { gaussian, sampled } from './gaussian';
export { twoStreams, videoGan, type Film, type VideoGanOptions } from './video-gan';
export { began, ebgan, type EnergyGanOptions } from './energy-gan';
export {
  dcganPreset,
  wganGpPreset,
  wganPreset,
  type LearningRate,
  type Preset,
  type StandardOptions,
  type WganGpOptions,
  type WganOptions,
} from './presets';
