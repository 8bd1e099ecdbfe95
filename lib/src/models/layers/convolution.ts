import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue } from '../../ops';
import { glorotUniform, zeros, type Initialiser } from '../initialisers';
import { UnfitInput, type Layer, type Parameter, type Shape } from './layer';
import { registerLayer } from './registry';

/** A convolution in two or three dimensions. */
export interface Convolution extends Layer {
  readonly filters: number;
  /** Length of the kernel in each dimension. */
  readonly kernelSize: number;
  /** A number for all dimensions, or one for each. */
  readonly stride: number | readonly number[];
  readonly bias: boolean;
  readonly init: Initialiser;
}

export interface TransposedConvolution extends Convolution {
  /** Lengths of the output, where they are not the input's × stride. */
  readonly size?: readonly number[];
}

export type ConvolutionOptions<C extends Convolution> = { filters: number } & Partial<Omit<C, 'kind'>>;

/** The options with their defaults: kernels of 4, stride 2, a bias, Glorot's first weights. */
export const withDefaults = ({
  filters,
  kernelSize = 4,
  stride = 2,
  bias = true,
  init = glorotUniform,
}: ConvolutionOptions<Convolution>): Omit<Convolution, 'kind'> => ({
  filters,
  kernelSize,
  stride,
  bias,
  init,
});

interface Kind<C extends Convolution> {
  readonly kind: C['kind'];
  readonly dimensions: 2 | 3;
  /** The operation, for stride and size of one layer. */
  apply(x: tf.Tensor, filter: tf.Tensor, layer: C, size: readonly number[], end?: Epilogue): tf.Tensor;
}

/** Registers a convolution: lengths are divided by the stride, rounded up. */
export function registerConvolution<C extends Convolution>({ kind, dimensions, apply }: Kind<C>): void {
  registerLayer<C>({
    kind,
    fusesActivation: ({ bias }) => bias,
    build(layer, input) {
      const [lengths, channels] = image(input, dimensions);
      const size = lengths.map((length, i) => Math.ceil(length / strideOf(layer, i)));
      return {
        output: [...size, layer.filters],
        parameters: parameters(layer, dimensions, [channels, layer.filters]),
        apply: ([filter, bias], x, { slope }) => apply(x, filter!, layer, size, bias && { bias, slope }),
      };
    },
  });
}

/** Registers a transposed convolution: lengths are multiplied by the stride, or become what the layer says. */
export function registerTransposed<C extends TransposedConvolution>({
  kind,
  dimensions,
  apply,
}: Kind<C>): void {
  registerLayer<C>({
    kind,
    fusesActivation: ({ bias }) => bias,
    build(layer, input) {
      const [lengths, channels] = image(input, dimensions);
      const size = layer.size ?? lengths.map((length, i) => length * strideOf(layer, i));
      const fit = size.map((length, i) => Math.ceil(length / strideOf(layer, i)));
      if (fit.join() !== lengths.join()) {
        const stride = [layer.stride].flat().join(', ');
        throw new UnfitInput(
          `[${fit.join(', ')}, channels], to make [${size.join(', ')}] of it with stride ${stride}`,
        );
      }
      return {
        output: [...size, layer.filters],
        parameters: parameters(layer, dimensions, [layer.filters, channels]),
        apply: ([filter, bias], x, { slope }) => apply(x, filter!, layer, size, bias && { bias, slope }),
      };
    },
  });
}

const strideOf = ({ stride }: Convolution, dimension: number): number =>
  typeof stride === 'number' ? stride : stride[dimension]!;

/** Lengths and channels of what a convolution takes. */
function image(input: Shape, dimensions: 2 | 3): [Shape, number] {
  if (input.length !== dimensions + 1) {
    const what =
      dimensions === 2 ? 'an image, [height, width, channels]' : 'a film, [frames, height, width, channels]';
    throw new UnfitInput(`${what} (put reshape() before it)`);
  }
  return [input.slice(0, -1), input.at(-1)!];
}

function parameters(
  { filters, kernelSize, bias, init }: Convolution,
  dimensions: number,
  channels: readonly [number, number],
): Parameter[] {
  const shape = [...Array<number>(dimensions).fill(kernelSize), ...channels];
  return [
    { name: 'filter', shape, init, trainable: true },
    ...(bias ? [{ name: 'bias', shape: [filters], init: zeros, trainable: true }] : []),
  ];
}
