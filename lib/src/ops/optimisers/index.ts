export type { Optimiser, OptimiserState } from './optimiser';
export type { SavedTensor } from './store';
export { adam, type AdamOptions } from './adam';
export { rmsProp, type RmsPropOptions } from './rmsprop';
export { sgd, type SgdOptions } from './sgd';
