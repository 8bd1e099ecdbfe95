/**
 * What the notebooks import: each room of the library under its own name.
 *
 * @example
 * import { data, models, losses, games, training, metrics, plots } from 'gan-lib';
 */
import '@tensorflow/tfjs-node';

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
