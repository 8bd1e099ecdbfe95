import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { games, models } from 'gan-lib';
import { moments } from './tensors.ts';

const { network } = models;

/** Builds, checks shapes and the number of trained parameters, runs two samples through, and frees all. */
function check(
  layers: models.Layer[],
  input: models.Shape,
  output: models.Shape,
  parameters: number,
  more?: (net: models.Network, y: tf.Tensor) => void,
): void {
  const net = network({ name: 'net', input, layers, seed: 1 });
  const [x, before] = [tf.randomUniform([2, ...input], -1, 1), tf.memory().numTensors];
  assert.deepEqual(net.outputShape, output);
  assert.equal(net.parameterCount, parameters);
  assert.equal(
    net.summary().reduce((sum, layer) => sum + layer.parameters, 0),
    parameters,
  );
  for (const training of [false, true]) {
    const y = net.apply(x, { training });
    assert.deepEqual(y.shape, [2, ...output]);
    assert.ok(y.dataSync().every(Number.isFinite));
    more?.(net, y);
    y.dispose();
  }
  assert.equal(tf.memory().numTensors, before);
  x.dispose();
  net.dispose();
}

const isImage = (_: models.Network, y: tf.Tensor) =>
  assert.ok(y.dataSync().every((value) => value >= -1 && value <= 1));

/** Every weight (not the biases, nor batch normalisation's) was drawn from N(0, 0.02). */
const isDcganInit = ({ stored }: models.Network) => {
  const weights = stored.filter(({ name }) => /(weights|filter)$/.test(name));
  assert.ok(weights.length > 0);
  for (const { name, variable } of weights) {
    const { mean, deviation } = moments(variable.dataSync());
    // Standard errors of n numbers: 0.02/√n, 0.02/√2n.
    const error = 0.02 / Math.sqrt(variable.size);
    assert.ok(Math.abs(mean) < 4.5 * error, `${name}: mean ${mean}`);
    assert.ok(Math.abs(deviation - 0.02) < 4.5 * error, `${name}: deviation ${deviation}`);
  }
};

const isActivation = (layer: models.Layer): layer is models.Activation => layer.kind === 'activation';

suite('MLP', () => {
  test('generator of images', () => {
    // 64·128 + 128 = 8,320; 128·128 + 128 = 16,512; 128·784 + 784 = 101,136.
    check(models.mlpGenerator({ output: [28, 28, 1] }), [64], [28, 28, 1], 8320 + 16_512 + 101_136, isImage);
  });

  test('generator with batch normalisation, whose shift replaces the bias', () => {
    // 64·128 + 2·128 = 8,448; 128·128 + 256 = 16,640; 101,136.
    const layers = models.mlpGenerator({ output: [28, 28, 1], batchNorm: true });
    check(layers, [64], [28, 28, 1], 8448 + 16_640 + 101_136, isImage);
  });

  test('generator of points, unbounded', () => {
    // 2·128 + 128 = 384; 16,512; 128·2 + 2 = 258.
    check(models.mlpGenerator({ output: [2] }), [2], [2], 384 + 16_512 + 258);
    const net = network({ name: 'g', input: [1], layers: models.mlpGenerator({ output: [1] }), seed: 1 });
    const x = tf.tensor2d([[1e6]]);
    const y = net.apply(x);
    assert.ok(Math.abs(y.dataSync()[0]!) > 100);
    tf.dispose([x, y]);
    net.dispose();
  });

  test('discriminator of images and of points', () => {
    // 784·128 + 128 = 100,480; 16,512; 128 + 1 = 129.
    check(models.mlpDiscriminator(), [28, 28, 1], [1], 100_480 + 16_512 + 129);
    check(models.mlpDiscriminator(), [2], [1], 384 + 16_512 + 129);
  });

  test("WGAN's generator of four layers of 512", () => {
    // 100·512 + 512 = 51,712; three times 512·512 + 512 = 262,656; 512·784 + 784 = 402,192.
    const layers = models.mlpGenerator({ output: [28, 28, 1], hidden: [512, 512, 512, 512] });
    check(layers, [100], [28, 28, 1], 51_712 + 3 * 262_656 + 402_192, isImage);
  });
});

suite('DCGAN', () => {
  test('generator', () => {
    // 64·6272 = 401,408 (no bias before batch normalisation); 2·6272; 4·4·64·128 = 131,072; 2·64; 4·4·64 + 1.
    const parameters = 401_408 + 12_544 + 131_072 + 128 + 1025;
    check(models.dcganGenerator(), [64], [28, 28, 1], parameters, (net, y) => {
      isImage(net, y);
      isDcganInit(net);
    });
  });

  test('discriminator', () => {
    // 4·4·64 + 64 = 1,088; 4·4·64·128 = 131,072 (no bias); 2·128; 6272 + 1.
    const parameters = 1088 + 131_072 + 256 + 6273;
    check(models.dcganDiscriminator(), [28, 28, 1], [1], parameters, isDcganInit);
  });

  test('without batch normalisation: WGAN’s generator and critic, with biases instead', () => {
    const plain = { batchNorm: false };
    // 401,408 + 6272; 131,072 + 64; 1025.
    check(models.dcganGenerator(plain), [64], [28, 28, 1], 407_680 + 131_136 + 1025, isImage);
    // 1,088; 131,072 + 128; 6273.
    check(models.dcganDiscriminator(plain), [28, 28, 1], [1], 1088 + 131_200 + 6273, ({ stored }) => {
      // He et al. 2015: variance 2 / fan in.
      const { variable } = stored.filter(({ name }) => name.endsWith('filter')).at(-1)!;
      const error = moments(variable.dataSync()).deviation / Math.sqrt(2 / (4 * 4 * 64)) - 1;
      assert.ok(Math.abs(error) < 0.01, `${error}`);
    });
  });

  test('of other sizes', () => {
    // Kernels of 5, 8 filters, 3 channels: 10·784 + 2·784 + 5·5·8·16 + 2·8 + 5·5·3·8 + 3.
    const options = { filters: 8, kernelSize: 5, channels: 3 };
    check(models.dcganGenerator(options), [10], [28, 28, 3], 7840 + 1568 + 3200 + 16 + 603, isImage);
    // 5·5·3·8 + 8; 5·5·8·16; 2·16; 784 + 1.
    check(models.dcganDiscriminator({ filters: 8, kernelSize: 5 }), [28, 28, 3], [1], 608 + 3200 + 32 + 785);
  });

  test('with a hidden dense layer, as in its authors’ networks for MNIST', () => {
    const options = { filters: 8, units: 20 };
    // 10·20; 2·20; 20·784; 2·784; 4·4·8·16; 2·8; 4·4·8 + 1.
    const drawn = 200 + 40 + 15_680 + 1568 + 2048 + 16 + 129;
    check(models.dcganGenerator(options), [10], [28, 28, 1], drawn, isImage);
    // 4·4·8 + 8; 4·4·8·16; 2·16; 784·20; 2·20; 20 + 1.
    check(models.dcganDiscriminator(options), [28, 28, 1], [1], 136 + 2048 + 32 + 15_680 + 40 + 21);
  });

  test('normalises, rectifies and bounds where the paper says', () => {
    const kinds = (layers: models.Layer[]) =>
      layers.map((layer) => (isActivation(layer) ? layer.of : layer.kind)).join(' ');
    assert.equal(
      kinds(models.dcganGenerator()),
      'dense batchNorm relu reshape conv2dTranspose batchNorm relu conv2dTranspose tanh',
    );
    assert.equal(
      kinds(models.dcganDiscriminator()),
      'conv2d leakyRelu conv2d batchNorm leakyRelu reshape dense',
    );
    const slopes = models.dcganDiscriminator().flatMap((layer) => (isActivation(layer) ? [layer.slope] : []));
    assert.deepEqual(slopes, [0.2, 0.2]);
  });
});

suite('architectures to try a way of training on', () => {
  const kinds = (layers: readonly models.Layer[]) => new Set(layers.map((layer) => layer.kind));
  for (const { title, layers } of Object.values<models.ArchitectureChoice>(models.architectures)) {
    test(`${title}: from latents to images to one logit; unnormalised if asked`, () => {
      for (const normalised of [true, false]) {
        const { generator, discriminator } = layers({ filters: 4, normalised });
        const drawn = network({ name: 'g', input: [8], layers: generator, seed: 1 });
        const judged = network({ name: 'd', input: [28, 28, 1], layers: discriminator, seed: 1 });
        assert.deepEqual(drawn.outputShape, [28, 28, 1]);
        assert.deepEqual(judged.outputShape, [1]);
        if (!normalised) assert.ok(!kinds(discriminator).has('batchNorm'));
        drawn.dispose();
        judged.dispose();
      }
    });
  }

  test('what their names say: the generator changes, and only `mlp` has another discriminator', () => {
    const { noBatchNorm, mlpGenerator, mlp, dcgan } = models.architectures;
    const both = dcgan.layers({ filters: 4 });
    assert.ok(kinds(both.generator).has('batchNorm') && kinds(both.discriminator).has('batchNorm'));
    for (const { layers } of [noBatchNorm, mlpGenerator])
      assert.deepEqual(layers({ filters: 4 }).discriminator, both.discriminator);
    const { generator } = noBatchNorm.layers({ filters: 4 });
    assert.ok(!kinds(generator).has('batchNorm'));
    const channels = generator.flatMap((layer) => (layer.kind === 'reshape' ? [layer] : []));
    assert.deepEqual(channels, [models.reshape([7, 7, 4])]); // DCGAN's has twice as many
    assert.ok(!kinds(mlpGenerator.layers({}).generator).has('conv2dTranspose'));
    assert.deepEqual(mlp.layers().generator, mlpGenerator.layers({}).generator);
    assert.ok(!kinds(mlp.layers().discriminator).has('conv2d'));
  });
});

suite('InfoGAN', () => {
  test('generator of 62 + 10 + 2 latents', () => {
    // 74·1024 = 75,776; 2·1024; 1024·6272 = 6,422,528; 2·6272; 131,072; 128; 1,025.
    const parameters = 75_776 + 2048 + 6_422_528 + 12_544 + 131_072 + 128 + 1025;
    check(models.infoganGenerator(), [74], [28, 28, 1], parameters, isImage);
  });

  test('trunk and the heads of D and Q', () => {
    // 1,088; 131,072; 256; 6272·1024 + 2·1024 = 6,424,576.
    check(models.infoganTrunk(), [28, 28, 1], [1024], 1088 + 131_072 + 256 + 6_424_576);
    check(models.infoganD(), [1024], [1], 1025);
    const codes = { categorical: [10], continuous: 2 };
    assert.equal(games.qOutputs(codes), 12);
    // 1024·128 = 131,072; 2·128; 128·12 + 12.
    check(models.infoganQ({ outputs: games.qOutputs(codes) }), [1024], [12], 131_072 + 256 + 1548);
  });

  test('of other sizes', () => {
    // 6·16; 32; 16·7·7·8 = 6,272; 784; 4·4·4·8 = 512; 8; 4·4·4 + 1.
    const small = models.infoganGenerator({ units: 16, filters: 4 });
    check(small, [6], [28, 28, 1], 96 + 32 + 6272 + 784 + 512 + 8 + 65, isImage);
    // 4·4·4 + 4 = 68; 4·4·4·8 = 512; 16; 392·16 + 2·16 = 6,304.
    check(models.infoganTrunk({ units: 16, filters: 4 }), [28, 28, 1], [16], 68 + 512 + 16 + 6304);
  });
});
