import * as tf from '@tensorflow/tfjs-core';

/** Clips every weight to [−limit, limit], in place (Arjovsky et al. 2017, algorithm 1). */
export function clip(variables: readonly tf.Variable[], limit: number): void {
  if (!(limit > 0)) throw new RangeError(`ops.clip: the limit must be above 0, not ${limit}`);
  tf.tidy(() => {
    for (const variable of variables) variable.assign(tf.clipByValue(variable, -limit, limit));
  });
}
