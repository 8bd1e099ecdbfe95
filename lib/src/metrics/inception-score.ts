import { mean } from 'd3-array';
import { klDivergence } from './divergences';
import { toRows, type Samples } from './samples';

/**
 * Inception score (Salimans et al. 2016, arXiv 1606.03498, section 4): exp(E KL(p(y|x) ‖ p(y))), with p(y) the mean
 * over the samples, in one piece instead of the mean over ten parts. 1 if all samples look alike to the classifier;
 * the number of classes if every sample is sure of its class and all classes are equally frequent. It never sees real
 * samples.
 *
 * The paper's classifier is Inception, trained on ImageNet. Ours is the one that gave the probabilities – in the
 * lessons the small classifier of MNIST, so that 10 is the most –, and values compare with none of another classifier.
 *
 * @param probabilities p(y|x), `[n, classes]`, each row a distribution
 */
export function inceptionScore(probabilities: Samples): number {
  const rows = toRows(probabilities, 'probabilities');
  const marginal = rows[0]!.map((_, k) => mean(rows, (row) => row[k])!);
  return Math.exp(mean(rows, (row) => klDivergence(row, marginal))!);
}
