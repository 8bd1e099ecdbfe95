/** Layers that shrink and grow images without weights. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models } from 'gan-lib';
import { assertGradient, normal } from '../ops/helpers.ts';
import { values } from './tensors.ts';

const build = (layer: models.Layer, input: models.Shape) =>
  models.network({ name: 'net', input, layers: [layer], seed: 1 });

suite('max pooling', () => {
  test('keeps the greatest of each block of 2 × 2, channel by channel', () => {
    const net = build(models.maxPool(), [2, 4, 2]);
    assert.deepEqual(net.outputShape, [1, 2, 2]);
    const first = [1, 2, 5, 0, -1, -5, 3, 9];
    const second = [8, 7, 6, 5, -4, -3, -2, -1].map((value) => value - 6.5);
    const x = tf.stack([tf.tensor([first.slice(0, 4), first.slice(4)]), tf.tensor([second.slice(0, 4), second.slice(4)])], 2); // prettier-ignore
    assert.deepEqual(values(net.apply(tf.expandDims(x))), [2, 1.5, 9, -0.5]);
    net.dispose();
  });

  test('refuses sides that are odd', () => {
    assert.throws(() => build(models.maxPool(), [3, 4, 1]), /of even height and width/);
    assert.throws(() => build(models.maxPool(), [4]), /images \[height, width, channels\]/);
  });
});

suite('repetition of pixels', () => {
  test('makes a block of 2 × 2 of each', () => {
    const net = build(models.upsample(), [1, 2, 1]);
    assert.deepEqual(net.outputShape, [2, 4, 1]);
    assert.deepEqual(values(net.apply(tf.tensor([[[[1], [2]]]]))), [1, 1, 2, 2, 1, 1, 2, 2]);
    net.dispose();
  });

  test('refuses what is no image', () => {
    assert.throws(() => build(models.upsample(), [4]), /images \[height, width, channels\]/);
  });
});

for (const [name, layer] of [
  ['max pooling', models.maxPool()],
  ['repetition of pixels', models.upsample()],
] as const) {
  test(`the gradient of ${name} is that of finite differences`, () => {
    tf.tidy(() => {
      const net = build(layer, [4, 6, 2]);
      const weights = normal([1, ...net.outputShape], 7);
      assertGradient((x) => tf.sum(tf.mul(net.apply(x), weights)), [normal([1, 4, 6, 2], 8)], { h: 1e-3 });
    });
  });
}
