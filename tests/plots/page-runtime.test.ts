/** The library in a page: its networks compute what they compute on native TensorFlow. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models, plots, random } from 'gan-lib';
import type { Page as BrowserTab } from 'playwright-core';
import { skipWithoutBrowser } from './browser.ts';
import { codedGenerator, opened, ready } from './explorers.ts';

interface Example {
  readonly input: readonly number[];
  readonly layers: readonly models.Layer[];
}

const image = [5, 6, 2];
const film = [2, 4, 5, 2];
const example = (input: readonly number[], ...layers: models.Layer[]): Example => ({ input, layers });

/** Networks whose layers are of one kind, or show it: at least one for every kind that is registered. */
const EXAMPLES: Record<string, readonly Example[]> = {
  activation: [models.relu(), models.tanh(), models.sigmoid(), models.softplus(), models.leakyRelu(0.1)].map(
    (layer) => example(image, layer),
  ),
  batchNorm: [example(image, models.batchNorm()), example([4], models.batchNorm(), models.relu())],
  conv2d: [
    example(image, models.conv2d({ filters: 3 })),
    example(image, models.conv2d({ filters: 3, kernelSize: 3, stride: 1, bias: false })),
    example(image, models.conv2d({ filters: 3 }), models.leakyRelu()),
  ],
  conv2dTranspose: [
    example(image, models.conv2dTranspose({ filters: 3 })),
    example(image, models.conv2dTranspose({ filters: 3, size: [9, 11] }), models.relu()),
  ],
  conv3d: [
    example(film, models.conv3d({ filters: 3, kernelSize: 3 })),
    example(film, models.conv3d({ filters: 3, kernelSize: 3, stride: [1, 2, 2], bias: false })),
  ],
  // Strides above 1 and even filters are refused in a page: its backend computes them wrongly.
  conv3dTranspose: [
    example(film, models.conv3dTranspose({ filters: 3, kernelSize: 3, stride: 1 })),
    example(film, models.conv3dTranspose({ filters: 3, kernelSize: 5, stride: 1 }), models.relu()),
  ],
  dense: [
    example([6], models.dense(4)),
    example([6], models.dense(4, { bias: false })),
    example([6], models.dense(4), models.leakyRelu()),
  ],
  dropout: [example([6], models.dropout(0.5))],
  maxPool: [example([4, 6, 2], models.maxPool())],
  upsample: [example([4, 6, 2], models.upsample())],
  reshape: [example(image, models.flatten()), example([12], models.reshape([2, 3, 2]))],
  residual: [example(image, models.residual([models.conv2d({ filters: 2, stride: 1 }), models.batchNorm()]))],
  skip: [
    example(
      image,
      models.skip([models.conv2d({ filters: 3 }), models.conv2dTranspose({ filters: 4, size: [5, 6] })]),
    ),
  ],
  spectralNorm: [
    example(image, models.spectralNorm(models.conv2d({ filters: 3 }))),
    example([6], models.spectralNorm(models.dense(4)), models.relu()),
  ],
};

/** A network whose stored numbers, statistics included, all differ, and a batch for it. */
function sample({ input, layers }: Example) {
  const options = { name: 'example', input, layers, seed: 3 };
  const network = models.network(options);
  const numbers = random.stream(4, 'numbers');
  const values = network.stored.map(({ variable }) => {
    const own = numbers.fillUniform(new Float32Array(variable.size), 0.1, 0.9);
    tf.tidy(() => variable.assign(tf.tensor(own, variable.shape)));
    return [...own];
  });
  const x = [...numbers.fillNormal(new Float32Array(3 * input.reduce((a, b) => a * b, 1)))];
  const expected = tf.tidy(() =>
    network
      .apply(tf.tensor(x, [3, ...input]))
      .dataSync<'float32'>()
      .slice(),
  );
  network.dispose();
  return { options, values, x, expected };
}

/** In the page: the same with the page's library, and how many tensors are left. */
const inPage = (page: BrowserTab, { options, values, x }: Omit<ReturnType<typeof sample>, 'expected'>) =>
  page.evaluate(
    async ([options, values, x]) => {
      interface Library {
        tf: typeof tf;
        models: typeof models;
      }
      const { ganLibraries } = globalThis as unknown as {
        ganLibraries: Record<string, { library: Promise<Library> }>;
      };
      const { tf: tensorflow, models: rooms } = await Object.values(ganLibraries)[0]!.library;
      const before = tensorflow.memory().numTensors;
      const network = rooms.network(options);
      network.stored.forEach(({ variable }, i) =>
        tensorflow.tidy(() => variable.assign(tensorflow.tensor(values[i]!, variable.shape))),
      );
      const given = tensorflow.tensor(x, [3, ...options.input]);
      const made = network.apply(given);
      const numbers = [...made.dataSync()];
      tensorflow.dispose([given, made]);
      network.dispose();
      return { numbers, backend: tensorflow.getBackend(), left: tensorflow.memory().numTensors - before };
    },
    [options, values, x] as const,
  );

suite('the library in a page', skipWithoutBrowser, () => {
  test('has an example of every kind of layer here', () =>
    assert.deepEqual(Object.keys(EXAMPLES).sort(), models.layerKinds()));

  test('computes every kind of layer as native TensorFlow does', async (t) => {
    const { latents, generator } = codedGenerator();
    await using browser = await opened(plots.latentExplorer(generator, latents));
    generator.dispose();
    const { page } = browser;
    await ready(page);
    for (const [kind, examples] of Object.entries(EXAMPLES)) {
      await t.test(kind, async () => {
        for (const each of examples) {
          assert.ok(each.layers.some((layer) => layer.kind === kind));
          const { expected, ...given } = sample(each);
          const { numbers, backend, left } = await inPage(page, given);
          assert.equal(backend, 'wasm');
          assert.equal(numbers.length, expected.length);
          numbers.forEach((number, i) => {
            const difference = Math.abs(number - expected[i]!);
            assert.ok(difference <= 1e-5, `number ${i}: ${number} in the page, ${expected[i]} here`);
          });
          assert.ok(new Set(expected).size > 1, 'a constant shows nothing');
          assert.equal(left, 0);
        }
      });
    }
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });
});
