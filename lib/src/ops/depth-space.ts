import * as tf from '@tensorflow/tfjs-core';
import { run } from './native';
import { define, type Run } from './operation';

interface Block extends Record<string, number> {
  /** Height and width of a block of pixels. */
  blockSize: number;
}

const toDepth: Run<{ x: tf.Tensor4D }, Block, tf.Tensor4D> = define<{ x: tf.Tensor4D }, Block, tf.Tensor4D>({
  name: 'GanSpaceToDepth',
  native: (backend, { x }, { blockSize }) =>
    run(backend, 'SpaceToDepth', [x], { block_size: blockSize, data_format: 'NHWC' }) as tf.Tensor4D,
  plain: ({ x }, { blockSize }) => {
    const [batch, height, width, channels] = x.shape;
    const [down, across] = [height / blockSize, width / blockSize];
    const blocks = tf.reshape(x, [batch, down, blockSize, across, blockSize, channels]);
    const depth = tf.transpose(blocks, [0, 1, 3, 2, 4, 5]);
    return tf.reshape(depth, [batch, down, across, blockSize * blockSize * channels]);
  },
  save: [],
  gradient: (dy, _saved, { blockSize }) => ({ x: () => depthToSpace(dy, blockSize) }),
});

// TensorFlow.js has the kernel, but no gradient.
tf.registerGradient({
  kernelName: tf.DepthToSpace,
  gradFunc: (dy, _saved, attrs) => {
    const { blockSize } = attrs as unknown as Block;
    return { x: () => toDepth({ x: dy as tf.Tensor4D }, { blockSize }) };
  },
});

/**
 * The pixel shuffle of a sub-pixel convolution (Shi et al. 2016, equation 4): each pixel's channels become a block of pixels.
 * Differentiable to any order.
 *
 * @param x `[batch, height, width, blockSize² · channels]`
 * @returns `[batch, height · blockSize, width · blockSize, channels]`
 * @throws RangeError if the channels do not divide into such blocks
 */
export function depthToSpace(x: tf.Tensor4D, blockSize: number): tf.Tensor4D {
  check('depthToSpace', x, blockSize, (shape) => shape[3]! % blockSize ** 2 === 0);
  return tf.depthToSpace(x, blockSize, 'NHWC');
}

/**
 * The inverse of `depthToSpace`: each block of pixels becomes the channels of one.
 *
 * @param x `[batch, height, width, channels]`
 * @returns `[batch, height / blockSize, width / blockSize, blockSize² · channels]`
 * @throws RangeError if height and width do not divide into such blocks
 */
export function spaceToDepth(x: tf.Tensor4D, blockSize: number): tf.Tensor4D {
  check('spaceToDepth', x, blockSize, ([, height, width]) =>
    [height!, width!].every((side) => side % blockSize === 0),
  );
  return toDepth({ x }, { blockSize });
}

function check(
  name: string,
  { rank, shape }: tf.Tensor,
  blockSize: number,
  divides: (shape: readonly number[]) => boolean,
): void {
  if (!Number.isInteger(blockSize) || blockSize < 2) {
    throw new RangeError(`ops.${name}: the block size must be a whole number above 1, not ${blockSize}`);
  }
  if (rank !== 4 || !divides(shape)) {
    throw new RangeError(
      `ops.${name}: [${shape}] cannot be divided into blocks of ${blockSize} × ${blockSize} pixels`,
    );
  }
}
