import * as tf from '@tensorflow/tfjs-core';
import { hasOwnKernels } from './kernels';
import { nativeBackend, runAll } from './native';

/** Clips every weight to [−limit, limit], in place (Arjovsky et al. 2017, algorithm 1). */
export function clip(variables: readonly tf.Variable[], limit: number): void {
  if (!(limit > 0)) throw new RangeError(`ops.clip: the limit must be above 0, not ${limit}`);
  tf.tidy(() => {
    const clipped = hasOwnKernels()
      ? clipAll(variables, limit)
      : variables.map((x) => tf.clipByValue(x, -limit, limit));
    variables.forEach((variable, i) => variable.assign(clipped[i]!));
  });
}

const clipAll = (variables: readonly tf.Variable[], limit: number): tf.Tensor[] =>
  runAll(
    nativeBackend(),
    'GanClip',
    variables,
    { N: variables.length, limit: { float: limit } },
    variables.length,
  );
