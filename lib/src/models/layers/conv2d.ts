import type * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import { glorotUniform, zeros, type Initialiser } from '../initialisers';
import { UnfitInput, type Layer, type Parameter, type Shape } from './layer';
import { registerLayer } from './registry';

interface Convolution extends Layer {
  readonly filters: number;
  /** Height and width of the kernel. */
  readonly kernelSize: number;
  readonly stride: number;
  readonly bias: boolean;
  readonly init: Initialiser;
}

type ConvolutionOptions = { filters: number } & Partial<Omit<Convolution, 'kind'>>;

/** A convolution, padded so that the output is the input's size divided by the stride, rounded up. */
export interface Conv2d extends Convolution {
  readonly kind: 'conv2d';
}

/** A transposed ("fractionally strided") convolution, padded so that the output is the input's size × stride. */
export interface Conv2dTranspose extends Convolution {
  readonly kind: 'conv2dTranspose';
  /** Height and width of the output, where they are not the input's × stride. */
  readonly size?: readonly [number, number];
}

/** `[h, w, c]` → `[h / stride, w / stride, filters]`. */
export function conv2d(options: ConvolutionOptions): Conv2d {
  return { kind: 'conv2d', ...complete(options) };
}

/**
 * `[h, w, c]` → `[h × stride, w × stride, filters]`, or `size`.
 *
 * @param options.size height and width of the output, a number for both: any of which the convolution of that stride
 *   would make the input. 7 undoes a step from 7 to 4.
 */
export function conv2dTranspose({
  size,
  ...options
}: ConvolutionOptions & { size?: number | readonly [number, number] }): Conv2dTranspose {
  const both = typeof size === 'number' ? ([size, size] as const) : size;
  return { kind: 'conv2dTranspose', ...complete(options), ...(both && { size: both }) };
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

registerLayer<Conv2d>({
  kind: 'conv2d',
  fusesActivation: ({ bias }) => bias,
  build(layer, input) {
    const { kernelSize, stride, filters } = layer;
    const [height, width, channels] = image(input);
    return {
      output: [Math.ceil(height / stride), Math.ceil(width / stride), filters],
      parameters: parameters(layer, [kernelSize, kernelSize, channels, filters]),
      apply([filter, bias], x, { slope }) {
        const epilogue = bias && { bias, slope };
        return ops.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, epilogue);
      },
    };
  },
});

registerLayer<Conv2dTranspose>({
  kind: 'conv2dTranspose',
  fusesActivation: ({ bias }) => bias,
  build(layer, input) {
    const { kernelSize, stride, filters } = layer;
    const [height, width, channels] = image(input);
    const [high, wide] = layer.size ?? [height * stride, width * stride];
    if (Math.ceil(high / stride) !== height || Math.ceil(wide / stride) !== width) {
      const fit = [high, wide].map((n) => Math.ceil(n / stride)).join(', ');
      throw new UnfitInput(`[${fit}, channels], to make [${high}, ${wide}] of it with stride ${stride}`);
    }
    return {
      output: [high, wide, filters],
      parameters: parameters(layer, [kernelSize, kernelSize, filters, channels]),
      apply([filter, bias], x, { slope }) {
        const epilogue = bias && { bias, slope };
        return ops.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, stride, epilogue, [high, wide]);
      },
    };
  },
});

function image(input: Shape): [number, number, number] {
  if (input.length !== 3)
    throw new UnfitInput('an image, [height, width, channels] (put reshape() before it)');
  return input as unknown as [number, number, number];
}

/** Filter and bias of a convolution in any number of dimensions. */
export function parameters(
  { filters, bias, init }: Pick<Convolution, 'filters' | 'bias' | 'init'>,
  filter: Shape,
): Parameter[] {
  return [
    { name: 'filter', shape: filter, init, trainable: true },
    ...(bias ? [{ name: 'bias', shape: [filters], init: zeros, trainable: true }] : []),
  ];
}
