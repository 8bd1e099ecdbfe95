/**
 * What the notebooks import: each room of the library under its own name.
 *
 * @example
 * import { data, models, losses, games, training, metrics, plots } from 'gan-lib';
 */
import { createRequire } from 'node:module';
import type * as util from 'node:util';

loadTensorFlow();

export * as random from './random';
export * as notebook from './notebook';
export * as ops from './ops';
export * as data from './data';
export * as models from './models';
export * as losses from './losses';
export * as games from './games';
export * as training from './training';
export * as metrics from './metrics';
export * as plots from './plots';
export * as machine from './machine';

/** Native TensorFlow, or plain JavaScript where that is not installed. It has to be there before the rooms are. */
function loadTensorFlow(): void {
  const load = createRequire(__filename);
  // tfjs-node 4.22 calls what Node 23 has removed.
  Object.defineProperty(load('node:util') as typeof util, 'isNullOrUndefined', {
    value: (x: unknown) => x === null || x === undefined,
    configurable: true,
    writable: true,
  });
  try {
    load('@tensorflow/tfjs-node');
  } catch (error) {
    load('@tensorflow/tfjs');
    const [why = ''] = (error as Error).message.split('\n');
    console.warn(
      `gan-lib: without TensorFlow's native library everything is computed in plain JavaScript, slowly ` +
        `(npm rebuild @tensorflow/tfjs-node fetches it). ${why}`,
    );
  }
}
