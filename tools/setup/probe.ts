// Run by the doctor on the project's Node: what TensorFlow.js really runs on, as JSON. A product shows that it computes.

import '../commands/preload.ts';
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-node';
import { project } from './project.mjs';

const product = tf.matMul(tf.ones([64, 64]), tf.ones([64, 64]));
if (tf.any(tf.notEqual(product, 64)).dataSync()[0]) throw new Error('TensorFlow computes wrongly.');

/** What loading the library's own kernels gives: the kind of processor that they were compiled for. */
const kernels = { exports: 'none' };
if (existsSync(project().kernels)) process.dlopen(kernels, project().kernels);

const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
console.log(
  JSON.stringify({
    tfjs: tf.version.tfjs,
    tensorflow: binding.TF_Version,
    backend: tf.getBackend(),
    kernels: kernels.exports,
  }),
);
