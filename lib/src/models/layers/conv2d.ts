import type * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import { glorotUniform, zeros, type Initialiser } from '../initialisers';
import { UnfitInput, type LayerKind, type Parameter, type Shape } from './layer';

interface Convolution {
  readonly filters: number;
  /** Height and width of the kernel. */
  readonly kernelSize: number;
  readonly stride: number;
  readonly bias: boolean;
  readonly init: Initialiser;
}

type ConvolutionOptions = { filters: number } & Partial<Convolution>;

/** A convolution, padded so that the output is the input's size divided by the stride. */
export interface Conv2d extends Convolution {
  readonly kind: 'conv2d';
}

/** A transposed ("fractionally strided") convolution, padded so that the output is the input's size × stride. */
export interface Conv2dTranspose extends Convolution {
  readonly kind: 'conv2dTranspose';
}

/** `[h, w, c]` → `[h / stride, w / stride, filters]`. */
export function conv2d(options: ConvolutionOptions): Conv2d {
  return { kind: 'conv2d', ...complete(options) };
}

/** `[h, w, c]` → `[h × stride, w × stride, filters]`. */
export function conv2dTranspose(options: ConvolutionOptions): Conv2dTranspose {
  return { kind: 'conv2dTranspose', ...complete(options) };
}

function complete({
  filters,
  kernelSize = 4,
  stride = 2,
  bias = true,
  init = glorotUniform,
}: ConvolutionOptions) {
  return { filters, kernelSize, stride, bias, init };
}

export const conv2dKind: LayerKind<Conv2d> = {
  outputShape(layer, input) {
    const [height, width] = image(input);
    return [Math.ceil(height / layer.stride), Math.ceil(width / layer.stride), layer.filters];
  },
  parameters: (layer, [, , channels = 0]) =>
    parameters(layer, [layer.kernelSize, layer.kernelSize, channels, layer.filters]),
  rectifies: ({ bias }) => bias,
  apply(layer, [filter, bias], x, { slope }) {
    const end = bias && { bias, slope };
    return ops.conv2d(x as tf.Tensor4D, filter as unknown as tf.Tensor4D, layer.stride, end);
  },
};

export const conv2dTransposeKind: LayerKind<Conv2dTranspose> = {
  outputShape(layer, input) {
    const [height, width] = image(input);
    return [height * layer.stride, width * layer.stride, layer.filters];
  },
  parameters: (layer, [, , channels = 0]) =>
    parameters(layer, [layer.kernelSize, layer.kernelSize, layer.filters, channels]),
  rectifies: ({ bias }) => bias,
  apply(layer, [filter, bias], x, { slope }) {
    const end = bias && { bias, slope };
    return ops.conv2dTranspose(x as tf.Tensor4D, filter as unknown as tf.Tensor4D, layer.stride, end);
  },
};

function image(input: Shape): [number, number] {
  if (input.length !== 3)
    throw new UnfitInput('an image, [height, width, channels] (put reshape() before it)');
  return [input[0]!, input[1]!];
}

function parameters(layer: Convolution, filter: Shape): Parameter[] {
  return [
    { name: 'filter', shape: filter, init: layer.init, trainable: true },
    ...(layer.bias ? [{ name: 'bias', shape: [layer.filters], init: zeros, trainable: true }] : []),
  ];
}
