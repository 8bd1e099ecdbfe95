import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { loadMnist, type Mnist } from '../data';
import { classifier, generator, type Classifier, type Network } from '../models';
import { runsFolder } from '../training';

/** What the checks look at. */
export interface Machine {
  /** `v24.1.0` */
  readonly node: string;
  /** The backend of TensorFlow.js: `tensorflow` is the native one. */
  readonly backend: string;
  /** Version of the native TensorFlow, if it is there. */
  readonly tensorflow: string | undefined;
  readonly cores: number;
  /** Billions of operations a second. */
  readonly gigaflops: number;
  readonly mnist: () => Mnist;
  readonly classifier: () => Classifier;
  readonly generator: () => Network;
  /** Where kept runs go. */
  readonly runs: string;
}

/** The machine on which this runs; takes a moment, in which it measures the speed. */
export function thisMachine(): Machine {
  const { binding } = tf.backend() as { binding?: { TF_Version: string } };
  return {
    node: process.version,
    backend: tf.getBackend(),
    tensorflow: binding?.TF_Version,
    cores: availableParallelism(),
    gigaflops: gigaflops(),
    mnist: () => loadMnist(),
    classifier: () => classifier('mnist'),
    generator: () => generator('mnist'),
    runs: runsFolder(),
  };
}

/**
 * Billions of operations a second in a product of 1024 × 1024 matrices, the best of ten: products of matrices are most of
 * what a training does.
 */
function gigaflops(): number {
  const matrix = tf.ones([1024, 1024]);
  const seconds = Array.from({ length: 10 }, () => {
    const begun = performance.now();
    tf.tidy(() => tf.matMul(matrix, matrix).dataSync());
    return (performance.now() - begun) / 1000;
  });
  matrix.dispose();
  return (2e-9 * 1024 ** 3) / Math.min(...seconds);
}
