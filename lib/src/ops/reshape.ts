import * as tf from '@tensorflow/tfjs-core';
import { run } from './native';
import { define, type Run } from './operation';

interface Shapes extends Record<string, readonly number[]> {
  shape: readonly number[];
  /** The shape before. */
  from: readonly number[];
}

const reshaped: Run<{ x: tf.Tensor }, Shapes, tf.Tensor> = define<{ x: tf.Tensor }, Shapes, tf.Tensor>({
  name: 'Reshaped',
  own: (backend, { x }, { shape }) => run(backend, 'GanReshape', [x], { shape }),
  plain: ({ x }, { shape }) => tf.reshape(x, [...shape]),
  save: [],
  gradient: (dy, _saved, { shape, from }) => ({ x: () => reshaped({ x: dy }, { shape: from, from: shape }) }),
});

/**
 * The same numbers under another shape: `tf.reshape` of float32, without a tensor for the shape.
 *
 * @throws RangeError if the shape has another size
 */
export function reshape(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  if (tf.util.sizeFromShape([...shape]) !== x.size) {
    throw new RangeError(`ops.reshape: [${x.shape}] cannot become [${shape}]`);
  }
  return reshaped({ x }, { shape, from: x.shape });
}
