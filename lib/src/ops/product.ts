import * as tf from '@tensorflow/tfjs-core';
import { run } from './native';
import { define, type Run } from './operation';

interface Factors extends Record<string, tf.Tensor> {
  a: tf.Tensor2D;
  b: tf.Tensor2D;
}

interface Transposed extends Record<string, number> {
  /** 1 if the factor is to be transposed, 0 if not. */
  readonly transposeA: number;
  readonly transposeB: number;
}

/** a · b, either of them transposed; its gradients are such products again, to any order. */
const product: Run<Factors, Transposed, tf.Tensor2D> = define({
  name: 'Product',
  own: (backend, { a, b }, { transposeA, transposeB }) => {
    const attrs = { transpose_a: transposeA > 0, transpose_b: transposeB > 0 };
    return run(backend, 'GanProduct', [a, b], attrs) as tf.Tensor2D;
  },
  plain: ({ a, b }, { transposeA, transposeB }) => tf.matMul(a, b, transposeA > 0, transposeB > 0),
  save: ['a', 'b'],
  gradient: (dy, [a, b], { transposeA, transposeB }) => {
    const [left, right] = [a as tf.Tensor2D, b as tf.Tensor2D];
    return {
      a: () =>
        transposeA
          ? product({ a: right, b: dy }, { transposeA: transposeB, transposeB: 1 })
          : product({ a: dy, b: right }, { transposeA: 0, transposeB: 1 - transposeB }),
      b: () =>
        transposeB
          ? product({ a: dy, b: left }, { transposeA: 1, transposeB: transposeA })
          : product({ a: left, b: dy }, { transposeA: 1 - transposeA, transposeB: 0 }),
    };
  },
});

/** The product of two matrices, as `tf.matMul`. */
export const matMul = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D =>
  product({ a, b }, { transposeA: 0, transposeB: 0 });
