import * as tf from '@tensorflow/tfjs-core';
import { defineLinear, type Epilogue } from './epilogue';
import type { NativeBackend } from './native';
import { define, type Run } from './operation';

export interface Strides extends Record<string, readonly number[]> {
  /** One for each dimension. */
  readonly strides: readonly number[];
}

export interface Sized extends Strides {
  /** Sides of what is computed, large images or a filter: one for each dimension. */
  readonly size: readonly number[];
}

export interface LargeFilter extends Record<string, tf.Tensor> {
  large: tf.Tensor;
  filter: tf.Tensor;
}

export interface SmallFilter extends Record<string, tf.Tensor> {
  small: tf.Tensor;
  filter: tf.Tensor;
}

export interface LargeSmall extends Record<string, tf.Tensor> {
  large: tf.Tensor;
  small: tf.Tensor;
}

/** The sizes of a convolution. */
export interface Sizes {
  readonly strides: readonly number[];
  /** `[…sides, large channels, small channels]` */
  readonly filter: readonly number[];
  /** `[batch, …sides, small channels]` */
  readonly small: readonly number[];
}

/** How convolutions of images with so many dimensions are computed. */
export interface Dimensions {
  readonly name: string;
  /** TensorFlow.js's kernels: the convolution, its gradients by the input and by the filter. */
  readonly kernels: readonly [conv: string, backpropInput: string, backpropFilter: string];
  readonly dataFormat: string;
  /** The room's own kernels. */
  readonly own?: {
    conv(backend: NativeBackend, inputs: LargeFilter, attrs: Strides, epilogue?: Epilogue): tf.Tensor;
    backpropInput(backend: NativeBackend, inputs: SmallFilter, attrs: Sized, epilogue?: Epilogue): tf.Tensor;
    backpropFilter(backend: NativeBackend, inputs: LargeSmall, attrs: Sized): tf.Tensor;
  };
  /** Whether those are slower than TensorFlow's. */
  ownIsSlower?(sizes: Sizes): boolean;
}

export interface Trilinear {
  conv(inputs: LargeFilter, attrs: Strides, epilogue?: Epilogue): tf.Tensor;
  backpropInput(inputs: SmallFilter, attrs: Sized, epilogue?: Epilogue): tf.Tensor;
}

/** Sides of images or of a filter. */
const inside = ({ shape }: tf.Tensor): number[] => shape.slice(1, -1);
const sides = ({ shape }: tf.Tensor): number[] => shape.slice(0, -2);

/**
 * Convolutions with 'same' padding, differentiable to any order.
 *
 * For large images, small ones and a filter let T(large, filter, small) = ⟨small, large ∗ filter⟩, which is
 * linear in each of the three. The operations here are its three partial derivatives, so the gradient of each
 * of them is made of the other two.
 */
export function trilinear({ name, kernels, dataFormat, own, ownIsSlower }: Dimensions): Trilinear {
  const slower = (sizes: Sizes) => ownIsSlower?.(sizes) ?? false;
  const plain = (which: 0 | 1 | 2, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor =>
    tf.engine().runKernel(kernels[which], inputs, { pad: 'same', dataFormat, dilations: 1, ...attrs });

  /** ∂T/∂small: the convolution. */
  const conv: Trilinear['conv'] = defineLinear<LargeFilter, Strides, tf.Tensor>({
    name: `Gan${name}`,
    ...(own && { own: own.conv }),
    plainIsFaster: ({ large, filter }, { strides }) =>
      slower({ strides, filter: filter.shape, small: smallShape(large, filter, strides) }),
    plain: ({ large, filter }, attrs) => plain(0, { x: large, filter }, attrs),
    save: ['large', 'filter'],
    gradient: (dy, [large, filter], { strides }) => ({
      large: () => backpropInput({ small: dy, filter: filter! }, { strides, size: inside(large!) }),
      filter: () => backpropFilter({ large: large!, small: dy }, { strides, size: sides(filter!) }),
    }),
  });

  /** ∂T/∂large: the transposed convolution. */
  const backpropInput: Trilinear['backpropInput'] = defineLinear<SmallFilter, Sized, tf.Tensor>({
    name: `Gan${name}BackpropInput`,
    ...(own && { own: own.backpropInput }),
    plainIsFaster: ({ small, filter }, { strides }) =>
      slower({ strides, filter: filter.shape, small: small.shape }),
    plain: ({ small, filter }, { strides, size }) =>
      plain(
        1,
        { dy: small, filter },
        { strides, inputShape: [small.shape[0], ...size, filter.shape.at(-2)] },
      ),
    save: ['small', 'filter'],
    gradient: (dy, [small, filter], { strides }) => ({
      small: () => conv({ large: dy, filter: filter! }, { strides }),
      filter: () => backpropFilter({ large: dy, small: small! }, { strides, size: sides(filter!) }),
    }),
  });

  /** ∂T/∂filter. */
  const backpropFilter: Run<LargeSmall, Sized, tf.Tensor> = define<LargeSmall, Sized, tf.Tensor>({
    name: `Gan${name}BackpropFilter`,
    ...(own && { own: own.backpropFilter }),
    plainIsFaster: ({ large, small }, { strides, size }) =>
      slower({ strides, filter: filterShape(large, small, size), small: small.shape }),
    plain: ({ large, small }, { strides, size }) =>
      plain(2, { x: large, dy: small }, { strides, filterShape: filterShape(large, small, size) }),
    save: ['large', 'small'],
    gradient: (dy, [large, small], { strides }) => ({
      large: () => backpropInput({ small: small!, filter: dy }, { strides, size: inside(large!) }),
      small: () => conv({ large: large!, filter: dy }, { strides }),
    }),
  });
  return { conv, backpropInput };
}

/** Sides of the small images that a convolution with these strides makes of such large ones. */
export const smallSides = (large: readonly number[], strides: readonly number[]): number[] =>
  large.map((side, i) => Math.ceil(side / strides[i]!));

const smallShape = (large: tf.Tensor, filter: tf.Tensor, strides: readonly number[]): number[] => [
  large.shape[0],
  ...smallSides(inside(large), strides),
  filter.shape.at(-1)!,
];

const filterShape = (large: tf.Tensor, small: tf.Tensor, size: readonly number[]): number[] => [
  ...size,
  large.shape.at(-1)!,
  small.shape.at(-1)!,
];
