import * as tf from '@tensorflow/tfjs-core';
import { checkEpilogue, defineLinear, runWithEpilogue, type Epilogue } from './epilogue';

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
const product: (factors: Factors, transposed: Transposed, epilogue?: Epilogue) => tf.Tensor2D = defineLinear<
  Factors,
  Transposed,
  tf.Tensor2D
>({
  name: 'Product',
  own: (backend, { a, b }, { transposeA, transposeB }, epilogue) => {
    const attrs = { transpose_a: transposeA > 0, transpose_b: transposeB > 0 };
    return runWithEpilogue(backend, 'GanProduct', [a, b], attrs, epilogue) as tf.Tensor2D;
  },
  plain({ a, b }, { transposeA, transposeB }) {
    if (tf.getBackend() !== 'wasm') return tf.matMul(a, b, transposeA > 0, transposeB > 0);
    // Transposed beforehand: WebAssembly multiplies what is not transposed several times faster.
    return tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b);
  },
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

/**
 * A fully connected layer: x · weights, and its epilogue.
 * @param x `[batch, inputs]`
 * @param weights `[inputs, outputs]`
 * @param epilogue a bias `[outputs]` and a rectifier; nothing if left out
 * @returns `[batch, outputs]`
 * @throws RangeError if they do not fit each other
 */
export function dense(x: tf.Tensor2D, weights: tf.Tensor2D, epilogue?: Epilogue): tf.Tensor2D {
  if (x.rank !== 2 || weights.rank !== 2 || x.shape[1] !== weights.shape[0]) {
    throw new RangeError(`ops.dense: weights of shape [${weights.shape}] do not fit [${x.shape}]`);
  }
  checkEpilogue('dense', epilogue, weights.shape[1]);
  return product({ a: x, b: weights }, { transposeA: 0, transposeB: 0 }, epilogue);
}
