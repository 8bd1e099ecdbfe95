/** The plain way of TensorFlow.js: layers API, its own optimisers, `minimize`. It loads nothing that changes a kernel. */
import * as tf from '@tensorflow/tfjs-node';
import type * as lib from 'gan-lib';
import { imageBatches, loadMnist, type Batches } from 'gan-lib/dist/data/index.js';
import type { Case, GanCase, InfoganCase, NetworkCase, OptimiserCase } from './cases.ts';
import { serve, time } from './serve.ts';

/** The kinds of layers that the layers API has too. */
type Layer =
  | lib.models.Activation
  | lib.models.BatchNorm
  | lib.models.Conv2d
  | lib.models.Conv2dTranspose
  | lib.models.Dense
  | lib.models.Dropout
  | lib.models.Reshape;

function initialiser(init: lib.models.Initialiser) {
  switch (init.kind) {
    case 'normal':
      return tf.initializers.randomNormal({ mean: init.mean, stddev: init.deviation });
    case 'constant':
      return tf.initializers.constant({ value: init.value });
    case 'glorotUniform':
      return tf.initializers.glorotUniform({});
    case 'heNormal':
      return tf.initializers.heNormal({});
  }
}

function layerOf(layer: Layer): tf.layers.Layer {
  switch (layer.kind) {
    case 'dense':
      return tf.layers.dense({
        units: layer.units,
        useBias: layer.bias,
        kernelInitializer: initialiser(layer.init),
      });
    case 'conv2d':
    case 'conv2dTranspose':
      if ('size' in layer)
        throw new Error(`the layers API has no conv2dTranspose of size ${layer.size.join(' × ')}`);
      return tf.layers[layer.kind]({
        filters: layer.filters,
        kernelSize: layer.kernelSize,
        strides: layer.stride,
        padding: 'same',
        useBias: layer.bias,
        kernelInitializer: initialiser(layer.init),
      });
    case 'batchNorm':
      return tf.layers.batchNormalization({ momentum: layer.momentum, epsilon: layer.epsilon });
    case 'reshape':
      return layer.shape ? tf.layers.reshape({ targetShape: [...layer.shape] }) : tf.layers.flatten();
    case 'activation':
      return layer.of === 'leakyRelu'
        ? tf.layers.leakyReLU({ alpha: layer.slope! })
        : tf.layers.activation({ activation: layer.of });
    case 'dropout':
      return tf.layers.dropout({ rate: layer.rate });
    default:
      throw new Error(`the layers API has no layer of kind ${(layer as lib.models.Layer).kind}`);
  }
}

function network({ input, layers }: NetworkCase): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [...input] }));
  for (const layer of layers) model.add(layerOf(layer as Layer));
  return model;
}

const optimiserOf = (options: OptimiserCase): tf.Optimizer =>
  options.kind === 'adam'
    ? tf.train.adam(options.learningRate, options.beta1, options.beta2, options.epsilon)
    : tf.train.rmsprop(options.learningRate, options.decay, 0, options.epsilon);

const run = (model: tf.Sequential, x: tf.Tensor) => model.apply(x, { training: true }) as tf.Tensor;

const weights = (...models: tf.Sequential[]) =>
  models.flatMap((model) => model.trainableWeights.map((weight) => weight.read() as tf.Variable));

const LOSSES = {
  nonSaturating: {
    discriminator: (real: tf.Tensor, fake: tf.Tensor): tf.Scalar =>
      tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake))),
    generator: (fake: tf.Tensor): tf.Scalar => tf.mean(tf.softplus(tf.neg(fake))),
  },
  wasserstein: {
    discriminator: (real: tf.Tensor, fake: tf.Tensor): tf.Scalar => tf.sub(tf.mean(fake), tf.mean(real)),
    generator: (fake: tf.Tensor): tf.Scalar => tf.neg(tf.mean(fake)),
  },
};

let step: () => void;

function prepare({ case: which }: { case: Case }) {
  if ('gradientPenalty' in which) {
    throw new Error('the layers API has no critic whose gradient could be differentiated: leakyReLU throws');
  }
  if ('pictures' in which) throw new Error('the layers API is compared on digits');
  const batches = imageBatches(loadMnist().train, which);
  switch (which.system) {
    case 'gan':
      step = ganStep(which, batches);
      break;
    case 'infogan':
      step = infoganStep(which, batches);
      break;
    default:
      throw new Error(`systems gan and infogan are written in the layers API, ${which.system} is not`);
  }
  return { version: tf.version['tfjs-node'] };
}

const update = (optimiser: tf.Optimizer, variables: tf.Variable[], loss: () => tf.Scalar) =>
  void optimiser.minimize(loss, false, variables);

function ganStep(which: GanCase, batches: Batches<'x'>): () => void {
  const [g, d] = [network(which.generator), network(which.discriminator)];
  const [ofG, ofD] = [weights(g), weights(d)];
  const [optimiserG, optimiserD] = [
    optimiserOf(which.optimisers.generator),
    optimiserOf(which.optimisers.discriminator),
  ];
  const loss = LOSSES[which.loss];
  const fake = () => run(g, tf.randomNormal([which.batchSize, which.generator.input[0]!]));
  const { clip, discriminatorUpdates = 1 } = which;
  return () => {
    for (let turn = 0; turn < discriminatorUpdates; turn++) {
      const x = tf.tidy(() => batches.next().x);
      update(optimiserD, ofD, () => loss.discriminator(run(d, x), run(d, fake())));
      x.dispose();
      if (clip === undefined) continue;
      tf.tidy(() => ofD.forEach((weight) => weight.assign(tf.clipByValue(weight, -clip, clip))));
    }
    update(optimiserG, ofG, () => loss.generator(run(d, fake())));
  };
}

function infoganStep(which: InfoganCase, batches: Batches<'x'>): () => void {
  const [g, trunk] = [network(which.generator), network(which.trunk)];
  const [d, q] = [network(which.discriminator), network(which.q)];
  const [ofG, ofD] = [weights(g), weights(trunk, d, q)];
  const [optimiserG, optimiserD] = [
    optimiserOf(which.optimisers.generator),
    optimiserOf(which.optimisers.discriminator),
  ];
  const loss = LOSSES[which.loss];
  const { codes, batchSize: n, lambda } = which;
  const sizes = [...codes.categorical, codes.continuous];
  const noise = which.generator.input[0]! - sizes.reduce((sum, size) => sum + size, 0);
  const draw = () => {
    const categorical = codes.categorical.map((k) =>
      tf.oneHot(tf.randomUniform([n], 0, k, 'int32'), k, 1, 0, 'float32'),
    );
    return [...categorical, tf.randomUniform([n, codes.continuous], -1, 1)];
  };
  const information = (features: tf.Tensor, truth: tf.Tensor[]): tf.Scalar => {
    const read = tf.split(run(q, features), sizes, 1);
    const likelihoods = codes.categorical.map((_, i) =>
      tf.sum(tf.mul(truth[i]!, tf.logSoftmax(read[i] as tf.Tensor2D)), 1),
    );
    const squares = tf.sum(tf.square(tf.sub(truth.at(-1)!, read.at(-1)!)), 1);
    return tf.mean(tf.sub(tf.addN(likelihoods), tf.mul(0.5, squares)));
  };
  const fake = (parts: tf.Tensor[]) => run(g, tf.concat([tf.randomNormal([n, noise]), ...parts], 1));
  return () => {
    const x = tf.tidy(() => batches.next().x);
    update(optimiserD, ofD, () => {
      const parts = draw();
      const features = run(trunk, fake(parts));
      return tf.sub(
        loss.discriminator(run(d, run(trunk, x)), run(d, features)),
        information(features, parts),
      );
    });
    x.dispose();
    update(optimiserG, ofG, () => {
      const parts = draw();
      const features = run(trunk, fake(parts));
      return tf.sub(loss.generator(run(d, features)), tf.mul(lambda, information(features, parts)));
    });
  };
}

await serve({
  prepare,
  run: async ({ steps }: { steps: number }) => ({
    ms: await time(() => {
      for (let i = 0; i < steps; i++) step();
    }),
  }),
});
