/** TensorFlow.js as a page has it: its operations with their gradients, and three backends. */
import './register';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/** Where the page computes, from what is tried first. */
export const BACKENDS = ['wasm', 'webgl', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/**
 * Sets the first backend that runs here: WebAssembly, which computes the same on every machine; a graphics card by WebGL, if
 * it has numbers of 32 bits; plain JavaScript. One that was set before stays.
 *
 * @param binary the WebAssembly of its backend
 * @throws Error if none of `wanted` runs here
 */
export async function startBackend(
  binary: ArrayBuffer,
  wanted: readonly BackendName[] = BACKENDS,
): Promise<BackendName> {
  for (const name of wanted) if (await starts(name, binary)) return name;
  throw new Error(`none of ${wanted.join(', ')} runs here`);
}

async function starts(name: BackendName, binary: ArrayBuffer): Promise<boolean> {
  if (name === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE')) return false;
  if (name !== 'wasm') return tf.setBackend(name);
  if (!('WebAssembly' in globalThis)) return false;
  const address = URL.createObjectURL(new Blob([binary], { type: 'application/wasm' }));
  setWasmPaths({
    'tfjs-backend-wasm.wasm': address,
    'tfjs-backend-wasm-simd.wasm': address,
    'tfjs-backend-wasm-threaded-simd.wasm': address,
  });
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const isSet = await tf.setBackend('wasm');
  URL.revokeObjectURL(address);
  return isSet;
}
