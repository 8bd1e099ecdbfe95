/**
 * Numbers that judge samples and runs: arrays or tensors in, numbers out. Tensors that are given stay the caller's;
 * none is left behind.
 */
export type { Samples } from './samples';
export { featureStatistics, frechetDistance, type FeatureStatistics } from './frechet';
export { knnManifold, type KnnManifold } from './knn-manifold';
export { precisionRecall, type PrecisionRecall } from './precision-recall';
export { densityCoverage, expectedCoverage, type DensityCoverage } from './density-coverage';
export { accuracy, classHistogram, confidentErrors, mostProbable } from './classes';
export { inceptionScore } from './inception-score';
export { klDivergence, klFromUniform, jensenShannon, totalVariation, type Distribution } from './divergences';
export { histogram, type Axis } from './histogram';
export { psnr, type Psnr } from './psnr';
export { ssim, intraClassSsim, type IntraClassSsim } from './ssim';
export { sharpness, gradientRatio } from './sharpness';
export { histogramIntersection } from './histogram-intersection';
export { outlineIoU } from './outline-iou';
export { slantAndInk, principalAngle, type SlantAndInk } from './shape';
export { lowResolutionError } from './low-resolution';
export { nearestNeighbour, identityRate, type NearestNeighbours } from './nearest-neighbour';
export { reconstructionDistance, type ReconstructionDistance } from './reconstruction';
export { agreement } from './agreement';
export { pca, type Pca } from './pca';
export { linearFill, type LinearFill } from './linear-fill';
export { holeError, type HoleError } from './hole-error';
export { seam } from './seam';
export { distinctTargets, expectedDistinct, type DistinctTargets } from './distinct-targets';
export { temporalStd } from './temporal-std';
export { maskIoU } from './mask-iou';
export { averageContentDistance } from './content-distance';
export { commitment, type Commitment } from './commitment';
export { meanSpeed } from './mean-speed';
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
export { meanCorrelation, pearson } from './pearson';
export { fartherThanAnother } from './farther-than-another';
export { sweptEffect } from './swept-effect';
export { ranks, spearman, spearmanInterval, type CorrelationInterval } from './spearman';
export { mean, median, quantile } from './summary';
export { welch, pairedDifference, splitHalf, type WelchTest, type PairedDifference } from './comparisons';
export { meanError, plusMinus, type MeanError } from './mean-error';
export { imageReference, judge, type ImageMetrics, type ImageReference } from './judge';
export {
  featureReference,
  featuresOf,
  judgeFeatures,
  type FeatureMetrics,
  type FeatureReference,
} from './feature-judge';
export { copying, type Copying } from './copying';
