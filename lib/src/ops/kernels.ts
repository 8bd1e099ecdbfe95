/** The room's own kernels in C++ (kernels/), which set-up compiles where it also compiles tfjs-node's addon. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { NATIVE } from './native';

const FILE = join(__dirname, 'kernels', 'kernels.node');

/** Loads them: native TensorFlow then knows them as operations. False where set-up did not make them. */
function load(): boolean {
  if (!existsSync(FILE)) return false;
  process.dlopen({ exports: {} }, FILE);
  return true;
}

const LOADED = load();

/** Whether the backend that is set now has the room's own kernels. */
export const hasOwnKernels = (): boolean => LOADED && tf.getBackend() === NATIVE;
