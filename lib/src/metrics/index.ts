/**
 * Numbers that judge samples and runs: arrays or tensors in, numbers out. Tensors that are given stay the caller's;
 * none is left behind.
 */
export type { Samples } from './samples';
export { featureStatistics, frechetDistance, type FeatureStatistics } from './frechet';
export { neighbourhoods, type Neighbourhoods } from './neighbourhoods';
export { precisionRecall, type PrecisionRecall } from './precision-recall';
export { densityCoverage, expectedCoverage, type DensityCoverage } from './density-coverage';
export { accuracy, classHistogram, mostProbable } from './classes';
export { classifierScore } from './classifier-score';
export { klDivergence, klFromUniform, jensenShannon, totalVariation, type Distribution } from './divergences';
export { histogram, type Axis } from './histogram';
export { modeCoverage, type ModeCoverage } from './mode-coverage';
export { assign } from './assignment';
export { wasserstein1, wasserstein1d } from './wasserstein';
export {
  confusionTable,
  oneToOneMatching,
  majorityMatching,
  strictMatching,
  type ConfusionTable,
  type CodeMatching,
} from './code-matching';
export { ranks, spearman, spearmanInterval, type CorrelationInterval } from './spearman';
export { meanError, plusMinus, type MeanError } from './mean-error';
export { imageReference, judge, type ImageMetrics, type ImageReference } from './judge';
