// Small games of every kind on real images, for tests: each with what can be different about it.
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, models, ops, training } from 'gan-lib';
import { mean, softplus } from '../losses/reference.ts';

/** How large a game is. */
export interface Size {
  readonly batchSize: number;
  /** Of the convolutions next to the image. */
  readonly filters: number;
  /** Of hidden dense layers. */
  readonly units: number;
  readonly seed: number;
}

export const TINY: Size = { batchSize: 8, filters: 4, units: 16, seed: 11 };

const IMAGE = [28, 28, 1];
export const FRAMES = 4;
export const LATENTS = 8;

const mnist = data.loadMnist();

export const digits = ({ batchSize, seed }: Size, name = 'data'): data.Batches<'x' | 'labels'> =>
  data.imageBatches(mnist.train, { batchSize, seed, name });

export const labelled = (size: Size): data.Batches<'x' | 'y'> =>
  data.map(digits(size), ({ x, labels }) => ({
    x,
    y: tf.oneHot(labels as tf.Tensor1D, 10, 1, 0, 'float32'),
  }));

/** What is within a pixel of ink and no ink itself: 1, elsewhere −1. */
const outline = (x: tf.Tensor): tf.Tensor => tf.sub(tf.maxPool(x as tf.Tensor4D, 3, 1, 'same'), x).sub(1);

export const outlines = (size: Size): data.Batches<'x' | 'y'> =>
  data.map(digits(size), ({ x }) => ({ x: outline(x), y: x }));

export const reduced = (size: Size): data.Batches<'x' | 'y'> =>
  data.map(digits(size), ({ x }) => ({ x: tf.avgPool(x as tf.Tensor4D, 4, 4, 'valid'), y: x }));

/** White on black is one domain, black on white the other. */
export const negatives = (size: Size): data.Batches<'a' | 'b'> =>
  data.zip(
    data.map(digits(size, 'a'), ({ x }) => ({ a: x })),
    data.map(digits(size, 'b'), ({ x }) => ({ b: tf.neg(x) })),
  );

/** Digits that move to the right by two pixels a frame. */
export const films = (size: Size): data.Batches<'x'> =>
  data.map(digits(size), ({ x }) => {
    const frame = (t: number) =>
      tf.pad(tf.slice(x, [0, 0, 0, 0], [-1, -1, 28 - 2 * t, -1]), [[0, 0], [0, 0], [2 * t, 0], [0, 0]], -1); // prettier-ignore
    return { x: tf.concat(Array.from({ length: FRAMES }, (_, t) => frame(t)), 3) }; // prettier-ignore
  });

/** Noise and a label. */
export const coded = ({ seed }: Size): data.CodedLatents =>
  data.codedLatents({ noise: LATENTS, codes: { categorical: [10], continuous: 0 }, seed });

export const normal = ({ seed }: Size): data.Latents => data.normalLatents({ size: LATENTS, seed });

const adam = (learningRate = 1e-3): training.Optimiser => training.adam({ learningRate, beta1: 0.5 });
const both = () => ({ generator: adam(), discriminator: adam(5e-4) });

export const network = (name: string, input: readonly number[], layers: models.Layer[], { seed }: Size) =>
  models.network({ name, input, layers, seed });

const loss = losses.nonSaturating;

export const conditionalGan = (more: Partial<games.ConditionalGanOptions> = {}, size = TINY): games.Game =>
  games.conditionalGan({
    generator: network('generator', [LATENTS + 10], models.dcganGenerator(size), size),
    body: network('body', IMAGE, models.dcganTrunk({ filters: size.filters }), size),
    head: network(
      'head',
      [7 * 7 * 2 * size.filters + 10],
      [models.dense(size.units), models.leakyRelu(), models.dense(1)],
      size,
    ),
    ...{ loss, data: labelled(size), latents: coded(size), optimisers: both() },
    ...more,
  });

type AcganOptions = Parameters<typeof games.acgan>[0];

export const acgan = (more: Partial<AcganOptions> = {}, size = TINY): games.Game =>
  games.acgan({
    generator: network('generator', [LATENTS + 10], models.dcganGenerator(size), size),
    trunk: network('trunk', IMAGE, models.dcganTrunk({ ...size, batchNorm: false }), size),
    discriminator: network('discriminator', [size.units], [models.dense(1)], size),
    q: network('q', [size.units], [models.dense(10)], size),
    ...{ loss, data: labelled(size), latents: coded(size), optimisers: both(), lambda: 1 },
    ...more,
  });

const l1 = (fake: tf.Tensor, y: tf.Tensor) => losses.term('l1', losses.l1(fake, y));
const meanSquare = (fake: tf.Tensor, y: tf.Tensor) => losses.term('meanSquare', losses.meanSquare(fake, y));

/** Digits from their outlines, with noise by dropout. */
export const pix2pix = (
  {
    adversary,
    ...more
  }: Partial<Omit<games.TranslationOptions, 'adversary'>> & { adversary?: Partial<games.Adversary> } = {},
  size = TINY,
): games.Game =>
  games.translation({
    generator: network('generator', IMAGE, [models.dropout(0.1), ...models.unet(size)], size),
    ...{ data: outlines(size), content: l1, contentWeight: 100, optimiser: adam() },
    adversary: {
      discriminator: network('discriminator', [28, 28, 2], models.patchDiscriminator(size), size),
      ...{ loss, optimiser: adam(5e-4), conditional: true },
      ...adversary,
    },
    ...more,
  });

const srResNet = (size: Size) =>
  network('generator', [7, 7, 1], models.srResNet({ filters: 2 * size.filters, blocks: 1 }), size);

export const srgan = (adversary: Partial<games.Adversary> = {}, size = TINY): games.Game =>
  games.translation({
    ...{ generator: srResNet(size), data: reduced(size), content: meanSquare, optimiser: adam() },
    adversary: {
      discriminator: network('discriminator', IMAGE, models.dcganDiscriminator(size), size),
      ...{ loss: losses.relativisticAverage, optimiser: adam(5e-4), conditional: false, weight: 0.025 },
      ...adversary,
    },
  });

export const regression = (more: Partial<games.TranslationOptions> = {}, size = TINY): games.Game =>
  games.translation({
    ...{ generator: srResNet(size), data: reduced(size), content: meanSquare, optimiser: adam() },
    ...more,
  });

export const discogan = (more: Partial<games.DiscoganOptions> = {}, size = TINY): games.Game => {
  const translator = (name: string) => network(name, IMAGE, models.discoGenerator(size), size);
  const judge = (name: string) => network(name, IMAGE, models.discoDiscriminator(size), size);
  return games.discogan({
    ...{ ab: translator('ab'), ba: translator('ba') },
    ...{ discriminatorA: judge('discriminator A'), discriminatorB: judge('discriminator B') },
    ...{ loss, data: negatives(size), optimisers: both() },
    ...more,
  });
};

export const vaeGan = (more: Partial<games.VaeGanOptions> = {}, size = TINY): games.Game => {
  const { filters } = size;
  const { batchNorm, conv2d, dense, flatten, leakyRelu } = models;
  const features = [conv2d({ filters }), leakyRelu(), conv2d({ filters: 2 * filters })];
  return games.vaeGan({
    encoder: network('encoder', IMAGE, [...models.dcganTrunk(size), dense(2 * LATENTS)], size),
    decoder: network('decoder', [LATENTS], models.dcganGenerator(size), size),
    body: network('body', IMAGE, features, size),
    head: network('head', [7, 7, 2 * filters], [batchNorm(), leakyRelu(), flatten(), dense(1)], size),
    ...{ loss, data: digits(size), latents: normal(size), gamma: 1e-2 },
    optimisers: { encoder: adam(), decoder: adam(), discriminator: adam() },
    ...more,
  });
};

/** BiGAN, or with `codes: 2 * LATENTS` outputs of the encoder ALI. */
export const bigan = (
  { codes = LATENTS, ...more }: Partial<games.BiganOptions> & { codes?: number } = {},
  size = TINY,
): games.Game => {
  const hidden = [4 * size.units];
  const { dense, flatten, leakyRelu } = models;
  const encoder = [flatten(), dense(hidden[0]!), leakyRelu(), dense(codes)];
  const pairs = network('discriminator', [784 + LATENTS], models.mlpDiscriminator({ hidden }), size);
  return games.bigan({
    generator: network(
      'generator',
      [LATENTS],
      models.mlpGenerator({ output: IMAGE, hidden, batchNorm: true }),
      size,
    ),
    encoder: network('encoder', IMAGE, encoder, size),
    discriminator: {
      networks: [pairs],
      logits: ([x, z], options) => pairs.apply(ops.concat([tf.reshape(x!, [-1, 784]), z!]), options),
    },
    ...{ loss, data: digits(size), latents: normal(size) },
    optimisers: { generator: adam(2e-3), discriminator: adam(2e-3) },
    ...more,
  });
};

export const videoGan = (more: Partial<games.VideoGanOptions> = {}, size = TINY): games.Game =>
  games.videoGan({
    foreground: network('foreground', [LATENTS], models.videoForeground({ ...size, frames: FRAMES }), size),
    background: network('background', [LATENTS], models.videoBackground(size), size),
    discriminator: network('discriminator', [28, 28, FRAMES], models.videoDiscriminator(size), size),
    ...{ loss, data: films(size), latents: normal(size), optimisers: both() },
    ...more,
  });

const energy = (size: Size) => ({
  generator: network('generator', [LATENTS], models.dcganGenerator(size), size),
  autoencoder: network('autoencoder', IMAGE, models.discoGenerator(size), size),
  ...{ data: digits(size), latents: normal(size), optimisers: both() },
});

export const began = (more: Partial<Parameters<typeof games.began>[0]> = {}, size = TINY): games.Game =>
  games.began({ ...energy(size), ...more });

export const ebgan = (more: Partial<Parameters<typeof games.ebgan>[0]> = {}, size = TINY): games.Game =>
  games.ebgan({ ...energy(size), margin: 0.2, ...more });

/** Every kind of game, and the networks that each player's update moves. */
export const SYSTEMS: Readonly<
  Record<
    string,
    { make(size?: Size): games.Game; readonly moves: Readonly<Record<string, readonly string[]>> }
  >
> = {
  'conditional GAN': {
    make: (size) => conditionalGan({}, size),
    moves: { discriminator: ['body', 'head'], generator: ['generator'] },
  },
  'AC-GAN': {
    make: (size) => acgan({}, size),
    moves: { discriminator: ['trunk', 'discriminator', 'q'], generator: ['generator'] },
  },
  pix2pix: {
    make: (size) => pix2pix({}, size),
    moves: { discriminator: ['discriminator'], generator: ['generator'] },
  },
  SRGAN: {
    make: (size) => srgan({}, size),
    moves: { discriminator: ['discriminator'], generator: ['generator'] },
  },
  regression: { make: (size) => regression({}, size), moves: { generator: ['generator'] } },
  DiscoGAN: {
    make: (size) => discogan({}, size),
    moves: { discriminator: ['discriminatorA', 'discriminatorB'], generator: ['ab', 'ba'] },
  },
  'DiscoGAN, one way back': {
    make: (size) => discogan({ reconstruction: 'one' }, size),
    moves: { discriminator: ['discriminatorB'], generator: ['ab', 'ba'] },
  },
  'DiscoGAN, no way back': {
    make: (size) => discogan({ reconstruction: 'none' }, size),
    moves: { discriminator: ['discriminatorB'], generator: ['ab'] },
  },
  'VAE/GAN': {
    make: (size) => vaeGan({}, size),
    moves: { encoder: ['encoder'], decoder: ['decoder'], discriminator: ['body', 'head'] },
  },
  BiGAN: {
    make: (size) => bigan({}, size),
    moves: { discriminator: ['discriminator'], generator: ['generator', 'encoder'] },
  },
  ALI: {
    make: (size) => bigan({ codes: 2 * LATENTS }, size),
    moves: { discriminator: ['discriminator'], generator: ['generator', 'encoder'] },
  },
  'two-stream video GAN': {
    make: (size) => videoGan({}, size),
    moves: { discriminator: ['discriminator'], generator: ['foreground', 'background'] },
  },
  BEGAN: {
    make: (size) => began({}, size),
    moves: { discriminator: ['autoencoder'], generator: ['generator'] },
  },
  EBGAN: {
    make: (size) => ebgan({}, size),
    moves: { discriminator: ['autoencoder'], generator: ['generator'] },
  },
};

/** The value of a player's objective, and what it logs, at the weights that there are now. */
export function objective(
  game: games.Game,
  role: string,
  inputs: games.Inputs = {},
): { readonly value: number; readonly log: Readonly<Record<string, number>> } {
  return tf.tidy(() => {
    const player = game.players[role]!;
    const { value, log } = player.objective(Object.keys(inputs).length > 0 ? inputs : player.inputs());
    const logged = Object.entries(log).map(([name, each]) => [name, each.dataSync()[0]!]);
    return { value: value.dataSync()[0]!, log: Object.fromEntries(logged) };
  });
}

/** Makes the last layer of a network give 0 whatever it is given. */
export function silence({ variables }: models.Network): void {
  for (const variable of variables.slice(-2)) tf.tidy(() => variable.assign(tf.zerosLike(variable)));
}

/** A column of logits, or any tensor, as plain numbers; the tensor is left to `tf.tidy`. */
export const plain = (x: tf.Tensor): number[] => Array.from(x.dataSync());

/** The samples of a batch, each in the place of the one before it. */
export const rotated = (x: tf.Tensor): tf.Tensor => tf.concat([tf.slice(x, 1), tf.slice(x, 0, 1)]);

/** Cross-entropies of a discriminator, in plain numbers (Goodfellow et al. 2014, equation 1). */
export const crossEntropies = (real: readonly number[], fake: readonly number[]): number =>
  mean(real.map((logit) => softplus(-logit))) + mean(fake.map(softplus));

/** −E log D(G(z)), in plain numbers. */
export const nonSaturating = (fake: readonly number[]): number => mean(fake.map((logit) => softplus(-logit)));
