/** What each player minimises: pure functions from tensors to a scalar, and how such terms are added up. */
export { merge, sum, term, type Term } from './term';
export type { GanLoss } from './gan-loss';
export { binaryCrossEntropy } from './cross-entropy';
export { jensenShannonBound, minimax, nonSaturating } from './minimax';
export { leastSquares } from './least-squares';
export { hinge } from './hinge';
export { relativistic, relativisticAverage } from './relativistic';
export { softmax } from './softmax';
export { wasserstein } from './wasserstein';
export { gradientPenalty } from './gradient-penalty';
export { squaredSlope, type Parts } from './slope';
export { dragan, r1, wganGp, type Penalty } from './penalty';
export { diffAugment, type Augmentation, type Policy } from './diff-augment';
export { contrastive } from './contrastive';
export { l1, meanSquare, squaredError } from './similarity';
export { contextualLoss, perceptualLoss } from './completion';
export { editCost, rowMeanSquare, strokeError, type Edit } from './edit';
export { klStandardNormal } from './kl';
export { labelCrossEntropy } from './label-cross-entropy';
export {
  categoricalEntropy,
  categoricalLogLikelihood,
  gaussianLogLikelihood,
  sharedInformation,
  uniformEntropy,
} from './mutual-information';
