/** Systems: which networks play, in what order, and who minimises what. */
export type { Game, Objective, Player, Source } from './game';
export { gan, type GanOptions } from './gan';
export { infogan, qOutputs, type InfoganOptions } from './infogan';
export { leastSquaresGan, standard, wgan, wganGp, type LearningRate, type Method } from './methods';
