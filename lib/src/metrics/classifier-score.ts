import { toRows, type Samples } from './samples';
import { klDivergence } from './divergences';

/**
 * Classifier score: the inception score (Salimans et al. 2016, arXiv 1606.03498, section 4) with the classifier that
 * gave the probabilities, exp(E KL(p(y|x) ‖ p(y))) with p(y) the mean over the samples, in one piece instead of the
 * mean over ten parts. 1 if all samples look alike to the classifier; the number of classes if every sample is sure
 * of its class and all classes are equally frequent. It never sees real samples.
 *
 * @param probabilities `[n, classes]`, each row a distribution
 */
export function classifierScore(probabilities: Samples): number {
  const rows = toRows(probabilities, 'probabilities');
  const marginal = rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);
  return Math.exp(rows.reduce((sum, row) => sum + klDivergence(row, marginal), 0) / rows.length);
}
