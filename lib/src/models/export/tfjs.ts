import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as keras from '@tensorflow/tfjs-layers';
import type { Activation, BatchNorm, Conv2d, Conv2dTranspose, Dense, Layer } from '../layers';
import type { Network } from '../network';
import { examplePage } from './example-page';
import { cannot, exported, type Exported } from './walk';

const WHAT = 'models.exportTfjs';

/**
 * Writes a network as a standard TensorFlow.js model that `tf.loadLayersModel` opens, with this library or without:
 * `model.json` and `weights.bin`, and beside them a page that draws with it, `index.html`, and TensorFlow.js itself, so
 * that the folder can be put on any web server as it is. Batch normalisation uses the averages that training recorded.
 *
 * @param generator whose outputs are images in [−1, 1] for the page; any network of one input otherwise
 * @param folder is made if it is not there; files of these names are replaced
 * @throws RangeError naming the layer if the format has none like it
 *
 * @example models.exportTfjs(generator, 'my-generator'); // then: npx http-server my-generator
 */
export async function exportTfjs(generator: Network, folder: string): Promise<void> {
  const input = keras.input({ shape: [...generator.input], name: 'latents' });
  const steps = exported(generator);
  const layers: [keras.layers.Layer, Exported][] = [];
  const output = through(steps, input, layers);
  const model = keras.model({ inputs: input, outputs: output, name: nameOf(generator.name) });
  try {
    for (const [layer, step] of layers) setWeights(layer, step);
    await model.save(tf.io.withSaveHandler((artifacts) => Promise.resolve(write(artifacts, folder))));
    if (generator.input.length === 1 && generator.outputShape.length === 3) {
      const title = basename(resolve(folder));
      const [height, width] = generator.outputShape as [number, number];
      writeFileSync(join(folder, 'index.html'), examplePage({ title, latentSize: generator.input[0]!, height, width })); // prettier-ignore
      copyFileSync(require.resolve('@tensorflow/tfjs/dist/tf.min.js'), join(folder, 'tf.min.js'));
    }
  } finally {
    model.dispose();
  }
}

const nameOf = (name: string): string => name.replace(/\W+/g, '_');

function write(artifacts: tf.io.ModelArtifacts, folder: string): tf.io.SaveResult {
  const { weightData, weightSpecs: weights, ...about } = artifacts;
  mkdirSync(folder, { recursive: true });
  const parts = [weightData!].flat().map((part) => new Uint8Array(part));
  writeFileSync(join(folder, 'weights.bin'), Buffer.concat(parts));
  const weightsManifest = [{ paths: ['weights.bin'], weights }];
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...about, weightsManifest }));
  return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
}

/** What the layers make of x; those with weights are put on a list, because they have variables only once they are applied. */
function through(
  steps: readonly Exported[],
  x: keras.SymbolicTensor,
  layers: [keras.layers.Layer, Exported][],
): keras.SymbolicTensor {
  return steps.reduce((y, step) => {
    if (step.layer.kind === 'residual' || step.layer.kind === 'skip') {
      const join = step.layer.kind === 'residual' ? keras.layers.add() : keras.layers.concatenate();
      return join.apply([y, through(step.inner, y, layers)]) as keras.SymbolicTensor;
    }
    const layer = layerOf(step);
    layers.push([layer, step]);
    return layer.apply(y) as keras.SymbolicTensor;
  }, x);
}

type Maker = (layer: never, step: Exported) => keras.layers.Layer;

const convolution = ({ filters, kernelSize, stride, bias }: Conv2d | Conv2dTranspose) => ({
  filters,
  kernelSize,
  strides: stride,
  useBias: bias,
  padding: 'same' as const,
});

const MAKERS: Readonly<Record<string, Maker>> = {
  dense: ({ units, bias }: Dense) => keras.layers.dense({ units, useBias: bias }),
  conv2d: (layer: Conv2d) => keras.layers.conv2d(convolution(layer)),
  conv2dTranspose(layer: Conv2dTranspose, step) {
    const usual = step.output.slice(0, 2).every((length, i) => length === layer.stride * step.input[i]!);
    if (!usual) cannot(WHAT, step, 'its output is not the stride times its input');
    return keras.layers.conv2dTranspose(convolution(layer));
  },
  batchNorm: ({ momentum, epsilon }: BatchNorm) => keras.layers.batchNormalization({ momentum, epsilon }),
  activation: ({ of, slope = 0 }: Activation) =>
    of === 'leakyRelu'
      ? keras.layers.leakyReLU({ alpha: slope })
      : keras.layers.activation({ activation: of }),
  reshape: (_layer, { output }) => keras.layers.reshape({ targetShape: [...output] }),
  upsample: () => keras.layers.upSampling2d({ size: [2, 2] }),
  maxPool: () => keras.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
  dropout: ({ rate }: { rate: number } & Layer) => keras.layers.dropout({ rate }),
};

function layerOf(step: Exported): keras.layers.Layer {
  const make = MAKERS[step.layer.kind];
  if (!make) cannot(WHAT, step, `there are ${Object.keys(MAKERS).join(', ')}, residual, skip`);
  const layer = make(step.layer as never, step);
  layer.name = nameOf(step.label);
  return layer;
}

/** Our names of what a layer stores, in the order in which Keras has them. */
const ORDER = ['weights', 'filter', 'bias', 'gamma', 'beta', 'mean', 'variance'];

function setWeights(layer: keras.layers.Layer, { stored }: Exported): void {
  const present = ORDER.filter((name) => name in stored);
  tf.tidy(() =>
    layer.setWeights(present.map((name) => tf.tensor(stored[name]!.values, [...stored[name]!.shape]))),
  );
}
