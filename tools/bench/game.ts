/** The library's game of a case. */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, models, ops } from 'gan-lib';
import type {
  BiganCase,
  Case,
  DiscoganCase,
  GanCase,
  InfoganCase,
  NetworkCase,
  OptimiserCase,
  TranslationCase,
  VaeGanCase,
  VideoGanCase,
} from './cases.ts';

const mnist = data.loadMnist();

export function gameOf(which: Case): games.Game {
  switch (which.system) {
    case 'gan':
      return gan(which);
    case 'infogan':
      return infogan(which);
    case 'translation':
      return translation(which);
    case 'vaeGan':
      return vaeGan(which);
    case 'bigan':
      return bigan(which);
    case 'discogan':
      return discogan(which);
    case 'videoGan':
      return videoGan(which);
  }
}

function optimiser({ kind, ...options }: OptimiserCase): ops.Optimiser {
  return kind === 'adam' ? ops.adam(options) : ops.rmsProp(options);
}

const network = (name: string, spec: NetworkCase, { seed }: Case): models.Network =>
  models.network({ name, seed, ...spec });

const images = ({ batchSize, seed }: Case, name = 'data'): data.Batches<'x'> =>
  data.imageBatches(mnist.train, { batchSize, seed, name });

/** As many pictures as `torch/worker.py` enlarges. */
const ENLARGED = 4096;

/** Digits as colour pictures: each pixel is the nearest one of the digit, in all three channels. */
function enlarged({ batchSize, seed }: GanCase, size: number): data.Batches<'x'> {
  const { count, pixels, ...digits } = data.take(mnist.train, ENLARGED);
  const nearest = (at: number) => Math.floor((at * 28) / size);
  const large = new Uint8Array(count * size * size * 3);
  for (let i = 0, to = 0; i < count; i++)
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++, to += 3)
        large.fill(pixels[(i * 28 + nearest(row)) * 28 + nearest(column)]!, to, to + 3);
  return data.imageBatches({ ...digits, count, shape: [size, size, 3], pixels: large }, { batchSize, seed });
}

/** Loss and optimisers. */
const common = <Role extends string>({
  loss,
  optimisers,
}: Pick<Case, 'loss'> & { readonly optimisers: Readonly<Record<Role, OptimiserCase>> }) => ({
  loss: losses[loss],
  optimisers: Object.fromEntries(
    Object.entries<OptimiserCase>(optimisers).map(([role, each]) => [role, optimiser(each)]),
  ) as Record<Role, ops.Optimiser>,
});

function gan(which: GanCase): games.Game {
  const { seed, generator, discriminator, discriminatorUpdates = 1, clip, gradientPenalty } = which;
  return games.gan({
    ...common(which),
    generator: network('generator', generator, which),
    discriminator: network('discriminator', discriminator, which),
    data: which.pictures === undefined ? images(which) : enlarged(which, which.pictures),
    latents: data.normalLatents({ size: generator.input[0]!, seed }),
    discriminatorUpdates,
    ...(clip === undefined ? {} : { clip }),
    ...(gradientPenalty === undefined ? {} : { penalty: losses.wganGp(gradientPenalty) }),
  });
}

function infogan(which: InfoganCase): games.Game {
  const { seed, generator, trunk, discriminator, q, codes, lambda } = which;
  const noise = generator.input[0]! - codes.categorical.reduce((sum, k) => sum + k, codes.continuous);
  return games.infogan({
    ...common(which),
    generator: network('generator', generator, which),
    trunk: network('trunk', trunk, which),
    discriminator: network('discriminator', discriminator, which),
    q: network('q', q, which),
    data: images(which),
    latents: data.codedLatents({ noise, codes, seed }),
    lambda,
  });
}

/** What a digit is drawn of. */
const GIVEN = {
  negative: (y: tf.Tensor) => tf.neg(y),
  reduced: (y: tf.Tensor) => tf.avgPool(y as tf.Tensor4D, 4, 4, 'valid'),
};

function translation(which: TranslationCase): games.Game {
  const { loss, optimisers } = common(which);
  const { generator, discriminator, pairs, content, conditional } = which;
  return games.translation({
    generator: network('generator', generator, which),
    data: data.map(images(which), ({ x }) => ({ x: GIVEN[pairs](x), y: x })),
    content: (fake, y) => losses.term(content, losses[content](fake, y)),
    contentWeight: which.contentWeight,
    optimiser: optimisers.generator,
    adversary: {
      discriminator: network('discriminator', discriminator, which),
      optimiser: optimisers.discriminator,
      ...{ loss, conditional, weight: which.adversarialWeight },
    },
  });
}

function vaeGan(which: VaeGanCase): games.Game {
  const { seed, encoder, decoder, body, head, gamma } = which;
  return games.vaeGan({
    ...common(which),
    encoder: network('encoder', encoder, which),
    decoder: network('decoder', decoder, which),
    body: network('body', body, which),
    head: network('head', head, which),
    data: images(which),
    latents: data.normalLatents({ size: decoder.input[0]!, seed }),
    gamma,
  });
}

function bigan(which: BiganCase): games.Game {
  const { seed, generator, encoder, discriminator } = which;
  const pairs = network('discriminator', discriminator, which);
  return games.bigan({
    ...common(which),
    generator: network('generator', generator, which),
    encoder: network('encoder', encoder, which),
    discriminator: {
      networks: [pairs],
      logits: ([x, z], options) => pairs.apply(ops.concat([tf.reshape(x!, [x!.shape[0], -1]), z!]), options),
    },
    data: images(which),
    latents: data.uniformLatents({ size: generator.input[0]!, seed }),
  });
}

function discogan(which: DiscoganCase): games.Game {
  const { generator, discriminator, reconstructionWeight } = which;
  return games.discogan({
    ...common(which),
    ab: network('ab', generator, which),
    ba: network('ba', generator, which),
    discriminatorA: network('discriminator A', discriminator, which),
    discriminatorB: network('discriminator B', discriminator, which),
    data: data.zip(
      data.map(images(which, 'a'), ({ x }) => ({ a: x })),
      data.map(images(which, 'b'), ({ x }) => ({ b: tf.neg(x) })),
    ),
    reconstructionWeight,
  });
}

function videoGan(which: VideoGanCase): games.Game {
  const { seed, foreground, background, discriminator, frames, sparsity } = which;
  return games.videoGan({
    ...common(which),
    foreground: network('foreground', foreground, which),
    background: network('background', background, which),
    discriminator: network('discriminator', discriminator, which),
    data: data.map(images(which), ({ x }) => ({ x: tf.tile(x, [1, 1, 1, frames]) })),
    latents: data.normalLatents({ size: foreground.input[0]!, seed }),
    sparsity,
  });
}
