// The architectures of the systems of 2016 and 2017: shapes, numbers of parameters, and what stands where.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, models } from 'gan-lib';

/** Builds, checks shapes and the number of trained parameters, runs two samples through, and frees all. */
function check(
  layers: models.Layer[],
  input: models.Shape,
  output: models.Shape,
  parameters: number,
  bounded = false,
): void {
  const net = models.network({ name: 'net', input, layers, seed: 1 });
  const [x, before] = [tf.randomUniform([2, ...input], -1, 1), tf.memory().numTensors];
  assert.deepEqual(net.outputShape, output);
  assert.equal(net.parameterCount, parameters);
  for (const training of [false, true]) {
    const y = net.apply(x, { training });
    assert.deepEqual(y.shape, [2, ...output]);
    assert.ok(y.dataSync().every((value) => Number.isFinite(value) && (!bounded || Math.abs(value) <= 1)));
    y.dispose();
  }
  assert.equal(tf.memory().numTensors, before);
  x.dispose();
  net.dispose();
}

const IMAGE = [28, 28, 1];
/**
 * Weights of a convolution of kernel k, and of batch normalisation: a factor and a shift a channel. What is normalised has
 * no bias, which the normalisation would take away again.
 */
const conv = (k: number, from: number, to: number) => k * k * from * to;
const norm = (channels: number) => 2 * channels;

/** Every layer in the order in which it is run, those within layers too. */
const flat = (layers: readonly models.Layer[]): models.Layer[] =>
  layers.flatMap((layer) => [layer, ...flat((layer as { layers?: models.Layer[] }).layers ?? [])]);
const count = (layers: readonly models.Layer[], kind: string) =>
  flat(layers).filter((layer) => layer.kind === kind).length;

suite('pix2pix', () => {
  // Down 1 → 16 → 32 → 64, with biases where no batch normalisation follows; up to 32, 16, 1.
  const encoder = conv(4, 1, 16) + 16 + conv(4, 16, 32) + norm(32) + conv(4, 32, 64) + 64;
  const decoder = (skipped: number) =>
    conv(4, 64, 32) + norm(32) + conv(4, skipped * 32, 16) + norm(16) + conv(4, skipped * 16, 1) + 1;

  test('U-Net: 28 → 14 → 7 → 4 and back', () => {
    assert.equal(encoder + decoder(2), 91_121);
    check(models.unet(), IMAGE, IMAGE, 91_121, true);
  });

  test('encoder–decoder: the same without skips', () => {
    assert.equal(encoder + decoder(1), 82_673);
    check(models.unet({ skips: false }), IMAGE, IMAGE, 82_673, true);
    assert.equal(count(models.unet({ skips: false }), 'skip'), 0);
    assert.equal(count(models.unet(), 'skip'), 2);
  });

  test('U-Net of other sizes: 32 filters, frames in and out', () => {
    check(models.unet({ filters: 32 }), IMAGE, IMAGE, 362_465, true);
    check(models.unet(), [28, 28, 4], IMAGE, 91_121 + conv(4, 3, 16), true);
    check(models.unet({ channels: 2 }), IMAGE, [28, 28, 2], 91_121 + conv(4, 32, 1) + 1, true);
  });

  test('U-Net has no batch normalisation in its first layer nor at the bottom', () => {
    const kinds = flat(models.unet()).map(({ kind }) => kind);
    const convolutions = kinds.flatMap((kind, i) => (kind === 'conv2d' ? [kinds[i + 1]] : []));
    assert.deepEqual(convolutions, ['skip', 'batchNorm', 'activation']);
  });

  test('a skip hands on what the encoder saw: without, the bottom is all that reaches the picture', () => {
    const changes = (skips: boolean) => {
      const net = models.network({ name: 'g', input: IMAGE, layers: models.unet({ skips }), seed: 1 });
      const bottom = net.stored.filter(
        ({ name, shape }) => name.endsWith('conv2d/filter') && shape[3] === 64,
      );
      assert.equal(bottom.length, 1);
      tf.tidy(() => bottom[0]!.variable.assign(tf.zerosLike(bottom[0]!.variable)));
      const [one, other] = [1, -1].map((sign) =>
        tf.tidy(() => net.apply(tf.fill([1, ...IMAGE], sign)).dataSync()),
      );
      net.dispose();
      return one!.some((value, i) => value !== other![i]);
    };
    assert.equal(changes(true), true);
    assert.equal(changes(false), false);
  });

  test('PatchGAN of three sizes on a picture beside what was given', () => {
    // Kernels 4, 4, 4; 4, 2, 2; 1, 1, 1; the second convolution has batch normalisation instead of a bias.
    const patch = (a: number, b: number, c: number) =>
      conv(a, 2, 16) + 16 + conv(b, 16, 32) + norm(32) + conv(c, 32, 1) + 1;
    assert.deepEqual([patch(4, 4, 4), patch(4, 2, 2), patch(1, 1, 1)], [9297, 2769, 657]);
    check(models.patchDiscriminator(), [28, 28, 2], [14, 14, 1], 9297);
    check(models.patchDiscriminator({ patch: 8 }), [28, 28, 2], [14, 14, 1], 2769);
    check(models.patchDiscriminator({ patch: 1 }), [28, 28, 2], [28, 28, 1], 657);
    check(models.patchDiscriminator({ filters: 32 }), [28, 28, 2], [14, 14, 1], 34_977);
  });

  for (const patch of [1, 8, 16] as const) {
    test(`a logit of PatchGAN sees a square of ${patch} × ${patch} pixels`, () => {
      const layers = models.patchDiscriminator({ patch });
      const net = models.network({ name: 'd', input: IMAGE, layers, seed: 1 });
      const middle = Math.floor(net.outputShape[0]! / 2);
      const seen = tf.tidy(() => {
        const slope = tf.grad((x: tf.Tensor) => tf.sum(tf.slice(net.apply(x), [0, middle, middle, 0], [1, 1, 1, 1]))); // prettier-ignore
        return slope(tf.randomUniform([1, ...IMAGE])).dataSync<'float32'>();
      });
      const rows = Array.from({ length: 28 }, (_, row) => seen.slice(28 * row, 28 * (row + 1)));
      const least = 1e-4 * Math.max(...seen.map(Math.abs)); // fast convolutions leave a rest of rounding
      const touched = (values: Float32Array) => values.filter((value) => Math.abs(value) > least).length;
      const heights = rows.map(touched).filter((pixels) => pixels > 0);
      assert.equal(heights.length, patch);
      assert.equal(Math.max(...heights), patch);
      net.dispose();
    });
  }
});

suite('SRResNet', () => {
  const parameters = (filters: number, blocks: number) =>
    conv(5, 1, filters) +
    filters +
    (2 * blocks + 1) * (conv(3, filters, filters) + norm(filters)) +
    conv(4, filters, filters) +
    filters +
    conv(4, filters, filters / 2) +
    filters / 2 +
    conv(5, filters / 2, 1) +
    1;

  test('7 × 7 → 28 × 28', () => {
    assert.equal(parameters(24, 3), 51_409);
    check(models.srResNet(), [7, 7, 1], IMAGE, 51_409, true);
    assert.equal(parameters(32, 4), 109_377);
    check(models.srResNet({ filters: 32, blocks: 4 }), [7, 7, 1], IMAGE, 109_377, true);
  });

  test('has its blocks within one more residual', () => {
    assert.equal(count(models.srResNet({ blocks: 5 }), 'residual'), 6);
    assert.equal(count(models.srResNet({ blocks: 0 }), 'residual'), 1);
  });
});

suite('DiscoGAN', () => {
  test('generator: an encoder–decoder 28 → 14 → 7 → 4 and back, without skips', () => {
    const down = conv(4, 1, 16) + 16 + conv(4, 16, 32) + norm(32) + conv(4, 32, 64) + norm(64);
    const up = conv(4, 64, 32) + norm(32) + conv(4, 32, 16) + norm(16) + conv(4, 16, 1) + 1;
    assert.equal(down + up, 82_737);
    check(models.discoGenerator(), IMAGE, IMAGE, down + up, true);
    assert.equal(count(models.discoGenerator(), 'skip'), 0);
    const size = ({ filters }: { filters: number }) =>
      models.network({ name: 'g', input: IMAGE, layers: models.discoGenerator({ filters }), seed: 1 });
    const [narrow, wide] = [size({ filters: 4 }), size({ filters: 8 })];
    assert.ok(wide.parameterCount > 3.5 * narrow.parameterCount);
    [narrow, wide].forEach((each) => each.dispose());
    check(models.discoGenerator({ channels: 3 }), [28, 28, 3], [28, 28, 3], down + up + 2 * conv(4, 2, 16) + 2, true); // prettier-ignore
  });

  test('discriminator', () => {
    const convolutions = conv(4, 1, 16) + 16 + conv(4, 16, 32) + norm(32) + conv(4, 32, 64) + norm(64);
    assert.equal(convolutions + 4 * 4 * 64 + 1, 42_449);
    check(models.discoDiscriminator(), IMAGE, [1], 42_449);
    check(models.discoDiscriminator({ filters: 32 }), IMAGE, [1], 166_817);
  });
});

suite('two-stream video GAN', () => {
  test('foreground and mask: eight frames each in the channels, unbounded', () => {
    const dense = 64 * 128 + norm(128) + 128 * 7 * 7 * 64 + norm(7 * 7 * 64);
    const parameters = dense + conv(4, 64, 32) + norm(32) + conv(4, 32, 16) + 16;
    assert.equal(parameters, 457_168);
    check(models.videoForeground(), [64], [28, 28, 16], parameters);
    check(models.videoForeground({ frames: 4 }), [64], [28, 28, 8], parameters - 8 * (conv(4, 32, 1) + 1));
  });

  test('background: one still scene in [−1, 1]', () => {
    const dense = 64 * 128 + norm(128) + 128 * 7 * 7 * 32 + norm(7 * 7 * 32);
    const parameters = dense + conv(4, 32, 16) + norm(16) + conv(4, 16, 1) + 1;
    assert.equal(parameters, 220_769);
    check(models.videoBackground(), [64], IMAGE, parameters, true); // prettier-ignore
  });

  test('discriminator of films', () => {
    const parameters = conv(4, 8, 32) + 32 + conv(4, 32, 64) + norm(64) + 7 * 7 * 64 + 1;
    assert.equal(parameters, 40_161);
    check(models.videoDiscriminator(), [28, 28, 8], [1], 40_161);
  });
});

suite('BiGAN', () => {
  // No biases: the authors' networks have none.
  const hidden = 784 * 256 + 256 * 256 + norm(256);

  test('encoder: an image → codes in the range of its latents; of ALI without bounds', () => {
    check(models.biganEncoder({ units: 256 }), IMAGE, [50], hidden + 256 * 50, true);
    const ali = models.biganEncoder({ units: 256, outputs: 100, bounded: false });
    check(ali, IMAGE, [100], hidden + 256 * 100);
    assert.equal(count(ali, 'tanh'), 0);
  });

  test('generator: latents → an image', () => {
    const parameters = 50 * 256 + 256 * 256 + 2 * norm(256) + 256 * 784;
    check(models.biganGenerator({ units: 256 }), [50], IMAGE, parameters, true);
  });

  test('discriminator: features of an image, with codes beside them → one logit; the image is not normalised', () => {
    const body = models.biganBody({ units: 256 });
    check(body, IMAGE, [256], 784 * 256);
    assert.equal(count(body, 'batchNorm'), 0);
    const head = models.biganHead({ units: 256 });
    check(head, [256 + 50], [1], (256 + 50) * 256 + norm(256) + 256);
    assert.equal(count(head, 'batchNorm'), 1);
  });

  test('begins with small weights: features and codes move the sums of the head alike', () => {
    const network = (name: string, input: number[], layers: models.Layer[]) =>
      models.network({ name, input, layers, seed: 1 });
    const body = network('body', IMAGE, models.biganBody({ units: 256 }));
    const x = data.toTensor(data.loadMnist().test, { length: 100 });
    const { z } = data.uniformLatents({ size: 50, seed: 1 }).next(100);
    const size = (rows: tf.Tensor) => tf.tidy(() => tf.norm(rows).dataSync()[0]!);
    const features = body.apply(x);
    const ratio = size(features) / size(z);
    assert.ok(ratio > 0.5 && ratio < 3, `${ratio}`);
    tf.dispose([x, z, features]);
    body.dispose();
  });
});
