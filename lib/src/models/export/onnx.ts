import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Activation, BatchNorm, Conv2d, Conv2dTranspose } from '../layers';
import type { Network } from '../network';
import { encodeOnnx, type Attribute, type Node, type OnnxTensor } from './onnx-format';
import { cannot, exported, type Exported, type Stored } from './walk';

const WHAT = 'models.exportOnnx';

/**
 * Writes a network as an ONNX file (operators of version 17): one input, one output, any number of samples. Images go in and
 * out as here, `[batch, height, width, channels]`; within, channels come first, as ONNX has them. Batch normalisation
 * uses the averages that training recorded; dropout is left out.
 *
 * @param file is replaced if it is there
 * @throws RangeError naming the layer if the format has none like it
 *
 * @example models.exportOnnx(generator, 'generator.onnx');
 */
export function exportOnnx(network: Network, file: string): void {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, onnxBytes(network));
}

/** The file as bytes. */
export function onnxBytes(network: Network): Uint8Array {
  const graph = new GraphBuilder();
  const entered = network.input.length === 3 ? graph.add('Transpose', ['input'], { perm: FIRST }) : 'input';
  const left = through(graph, exported(network), entered);
  const image = network.outputShape.length === 3;
  const { nodes, tensors } = graph;
  const last = { inputs: [left], output: 'output' };
  const end: Node = image
    ? { operation: 'Transpose', ...last, attributes: { perm: LAST } }
    : { operation: 'Identity', ...last };
  return encodeOnnx({
    name: network.name,
    nodes: [...nodes, end],
    tensors,
    input: { name: 'input', shape: network.input },
    output: { name: 'output', shape: network.outputShape },
  });
}

/** Channels first, as ONNX has them, and last, as TensorFlow.js has them. */
const [FIRST, LAST] = [
  [0, 3, 1, 2],
  [0, 2, 3, 1],
] as const;

class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly tensors: OnnxTensor[] = [];

  /** @returns the name of what the operation gives */
  add(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const output = `${this.nodes.length + 1}-${operation}`;
    this.nodes.push({ operation, inputs, output, attributes });
    return output;
  }

  /** @returns its name */
  tensor(name: string, { shape, values }: Stored): string {
    this.tensors.push({ name, shape, values });
    return name;
  }

  integers(name: string, values: readonly number[]): string {
    this.tensors.push({ name, shape: [values.length], values: BigInt64Array.from(values, BigInt) });
    return name;
  }

  floats(name: string, values: readonly number[]): string {
    return this.tensor(name, { shape: [values.length], values: Float32Array.from(values) });
  }
}

const through = (graph: GraphBuilder, steps: readonly Exported[], x: string): string =>
  steps.reduce((y, step) => {
    const make = MAKERS[step.layer.kind];
    if (!make) cannot(WHAT, step, `there are ${Object.keys(MAKERS).join(', ')}`);
    return make(graph, y, step as never);
  }, x);

type Maker = (graph: GraphBuilder, x: string, step: never) => string;

const OPERATIONS = { relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid', softplus: 'Softplus' } as const;

const MAKERS: Readonly<Record<string, Maker>> = {
  dense(graph, x, { label, stored: { weights, bias } }: Exported) {
    const y = graph.add('MatMul', [x, graph.tensor(`${label}/weights`, weights!)]);
    return bias ? graph.add('Add', [y, graph.tensor(`${label}/bias`, bias)]) : y;
  },
  conv2d(graph, x, { layer, label, stored, input, output }: Exported<Conv2d>) {
    const pads = padding(input, output, layer);
    const filter = graph.tensor(`${label}/filter`, transposed(stored['filter']!, [3, 2, 0, 1]));
    return graph.add('Conv', [x, filter, ...biasOf(graph, label, stored)], { ...shapeOf(layer), pads });
  },
  conv2dTranspose(graph, x, { layer, label, stored, input, output }: Exported<Conv2dTranspose>) {
    const pads = padding(output, input, layer);
    const filter = graph.tensor(`${label}/filter`, transposed(stored['filter']!, [3, 2, 0, 1]));
    const missing = [0, 1].map((i) => {
      const reached = (input[i]! - 1) * layer.stride + layer.kernelSize - pads[i]! - pads[i + 2]!;
      return output[i]! - reached;
    });
    const attributes = { ...shapeOf(layer), pads, output_padding: missing };
    return graph.add('ConvTranspose', [x, filter, ...biasOf(graph, label, stored)], attributes);
  },
  batchNorm(graph, x, { layer, label, stored }: Exported<BatchNorm>) {
    const names = ['gamma', 'beta', 'mean', 'variance'].map((name) =>
      graph.tensor(`${label}/${name}`, stored[name]!),
    );
    return graph.add('BatchNormalization', [x, ...names], { epsilon: { float: layer.epsilon } });
  },
  activation: (graph, x, { layer: { of, slope = 0 } }: Exported<Activation>) =>
    of === 'leakyRelu'
      ? graph.add('LeakyRelu', [x], { alpha: { float: slope } })
      : graph.add(OPERATIONS[of], [x]),
  reshape(graph, x, { label, input, output }: Exported) {
    const from = input.length === 3 ? graph.add('Transpose', [x], { perm: LAST }) : x;
    const y = graph.add('Reshape', [from, graph.integers(`${label}/shape`, [-1, ...output])]);
    return output.length === 3 ? graph.add('Transpose', [y], { perm: FIRST }) : y;
  },
  upsample(graph, x, { label }: Exported) {
    const scales = graph.floats(`${label}/scales`, [1, 1, 2, 2]);
    const nearest = { mode: { text: 'nearest' }, coordinate_transformation_mode: { text: 'asymmetric' }, nearest_mode: { text: 'floor' } }; // prettier-ignore
    return graph.add('Resize', [x, '', scales], nearest);
  },
  maxPool: (graph, x) => graph.add('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] }),
  dropout: (_graph, x) => x,
  residual: (graph, x, { inner }: Exported) => graph.add('Add', [x, through(graph, inner, x)]),
  skip: (graph, x, { inner, input }: Exported) =>
    graph.add('Concat', [x, through(graph, inner, x)], { axis: input.length === 3 ? 1 : -1 }),
};

const shapeOf = ({ kernelSize, stride }: Conv2d | Conv2dTranspose) => ({
  kernel_shape: [kernelSize, kernelSize],
  strides: [stride, stride],
});

const biasOf = (graph: GraphBuilder, label: string, { bias }: Exported['stored']): string[] =>
  bias ? [graph.tensor(`${label}/bias`, bias)] : [];

/** What TensorFlow's 'same' padding adds: top, left, bottom, right. */
function padding(
  large: readonly number[],
  small: readonly number[],
  { kernelSize, stride }: Conv2d | Conv2dTranspose,
): number[] {
  const total = [0, 1].map((i) => Math.max(0, (small[i]! - 1) * stride + kernelSize - large[i]!));
  const before = total.map((n) => Math.floor(n / 2));
  return [...before, ...total.map((n, i) => n - before[i]!)];
}

function transposed({ shape, values }: Stored, permutation: readonly number[]): Stored {
  const other = tf.tidy(() =>
    tf.transpose(tf.tensor(values, [...shape]), [...permutation]).dataSync<'float32'>(),
  );
  return { shape: permutation.map((i) => shape[i]!), values: other };
}
