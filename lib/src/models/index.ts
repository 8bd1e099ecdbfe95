/** Layers as plain data, networks built from them, and the architectures of the papers. */
export * from './layers';
export { glorotUniform, heNormal, normal, ones, zeros, type Initialiser } from './initialisers';
export {
  network,
  type NamedVariable,
  type Network,
  type NetworkApplyOptions,
  type NetworkOptions,
} from './network';
export { clone, firstLayers } from './clone';
export { mlpDiscriminator, mlpGenerator } from './mlp';
export {
  dcganDiscriminator,
  dcganGenerator,
  dcganTrunk,
  type DcganGeneratorOptions,
  type DcganOptions,
} from './dcgan';
export {
  pictureDiscriminator,
  pictureEncoder,
  pictureGenerator,
  type PictureGanOptions,
} from './dcgan-colour';
export { dcganRules, dcganRuleTitle, dcganWithout, type DcganRule } from './dcgan-rules';
export {
  architectures,
  type Architecture,
  type ArchitectureChoice,
  type ArchitectureOptions,
} from './architectures';
export { patchDiscriminator, unet, type UnetOptions } from './pix2pix';
export { srResNet } from './srgan';
export { discoDiscriminator, discoGenerator } from './discogan';
export { videoBackground, videoDiscriminator, videoForeground } from './video';
export { biganBody, biganEncoder, biganGenerator, biganHead } from './bigan';
export { vaeEncoder, vaeGanBody, vaeGanHead } from './vae-gan';
export { infoganD, infoganGenerator, infoganQ, infoganTrunk } from './infogan';
export { decodeTensors, encodeTensors, type StoredType, type TensorFile } from './safetensors';
export { exportOnnx } from './export/onnx';
export { exportSafetensors } from './export/safetensors';
export { exportTfjs } from './export/tfjs';
export {
  asClassifier,
  classifier,
  classifierNetworks,
  writeClassifier,
  type Classifier,
  type ClassifierName,
  type ClassifierNetworks,
} from './pretrained/classifier';
export { generator, generatorNetwork, writeGenerator, type GeneratorName } from './pretrained/generator';
export type { Card } from './pretrained/weights';
