/** What each player minimises: logits in, scalar out, nothing else happens. */
export type { GanLoss } from './gan-loss';
export { binaryCrossEntropy } from './cross-entropy';
export { discriminatorCrossEntropy, jensenShannonBound, minimax, nonSaturating } from './minimax';
export { leastSquares } from './least-squares';
export { wasserstein } from './wasserstein';
export { gradientPenalty } from './gradient-penalty';
export {
  categoricalEntropy,
  categoricalLogLikelihood,
  gaussianLogLikelihood,
  sharedInformation,
  uniformEntropy,
} from './mutual-information';
