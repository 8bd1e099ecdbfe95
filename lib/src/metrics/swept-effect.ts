import { mean } from 'd3-array';
import { spearman } from './spearman';

/**
 * What sweeping one number does to a measure of the samples: Spearman's correlation of the two over all strips, each
 * strip less its own mean, so that a strip is compared with itself alone. 1 if the measure always rises, −1 if it always
 * falls, near 0 if neither or if strips contradict each other.
 *
 * @param values what the number is set to along a strip
 * @param strips the measure along each strip, as many numbers as `values`
 * @throws RangeError if a strip has another length
 */
export function sweptEffect(values: readonly number[], strips: readonly (readonly number[])[]): number {
  const changes = strips.map((strip) => {
    if (strip.length !== values.length) {
      throw new RangeError(`strips: ${values.length} numbers each are expected, got ${strip.length}`);
    }
    const middle = mean(strip)!;
    return strip.map((value) => value - middle);
  });
  return spearman(
    strips.flatMap(() => values),
    changes.flat(),
  );
}
