import { checkPaired } from './samples';

/**
 * Share of the samples that are taken for what they should be: of labels by a classifier or a nearest neighbour, and
 * labels asked for or true. 0 to 1; chance is the share of the most frequent label at best.
 *
 * @throws RangeError if lengths differ or there are no samples
 */
export function agreement(predicted: ArrayLike<number>, asked: ArrayLike<number>): number {
  checkPaired(predicted, asked, 'predicted and asked');
  if (predicted.length === 0) throw new RangeError('predicted: at least 1 label is needed, got 0');
  return Array.from(predicted).filter((label, i) => label === asked[i]).length / predicted.length;
}
