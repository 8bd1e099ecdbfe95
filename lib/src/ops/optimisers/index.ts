export type { Optimiser, OptimiserState } from './optimiser';
export type { SavedTensor } from './store';
export type { LinearDecay } from './linear-decay';
export { adam, type AdamOptions } from './adam';
export { rmsProp, type RmsPropOptions } from './rmsprop';
export { sgd, type SgdOptions } from './sgd';
