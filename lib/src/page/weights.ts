import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../models';
import { fromHalf } from './half';

/** Gives a network what it stores, from the bytes that `plots` has packed. */
export function setWeights({ stored }: Network, bytes: ArrayBuffer): void {
  const values = fromHalf(bytes);
  let at = 0;
  for (const { variable, shape } of stored) {
    const own = values.subarray(at, (at += variable.size));
    tf.tidy(() => variable.assign(tf.tensor(own, [...shape])));
  }
}
