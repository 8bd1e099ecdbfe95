/** The room's own kernels in C++ (kernels/), which set-up compiles where it also compiles tfjs-node's addon. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { NATIVE } from './native';

/** Tests put others in their place; a file that is not there is none. */
const FILE = process.env['GAN_KERNELS_FILE'] ?? join(__dirname, 'kernels', 'kernels.node');

/**
 * Loads them: native TensorFlow then knows them as operations. False where set-up did not make them, or they cannot be
 * loaded, so that every operation is done by its plain form.
 * @throws RangeError if the environment's GAN_KERNELS names no kind of kernels that this processor runs
 */
function load(): boolean {
  if (!existsSync(FILE)) return false;
  try {
    process.dlopen({ exports: {} }, FILE);
    return true;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const why = (error as Error).message.split('\n')[0];
    console.warn(
      `ops: the library's own kernels cannot be loaded, so training is slow (${why}); npm test makes them anew`,
    );
    return false;
  }
}

const LOADED = load();

/** Whether the backend that is set now has the room's own kernels. */
export const hasOwnKernels = (): boolean => LOADED && tf.getBackend() === NATIVE;
