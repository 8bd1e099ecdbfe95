import type { Spec } from './chart';
import { extent } from './series';

/** An axis of numbers that spans `values`; of a single value, its surroundings. */
export function quantitativeAxis(
  field: string,
  title: string,
  values: ArrayLike<number>,
  scale: Spec = {},
): Spec {
  const [low, high] = extent(values);
  const alone = low === high ? { domain: [low - 1, low + 1] } : {};
  const linear = scale['type'] === undefined ? { zero: false } : {};
  return { field, type: 'quantitative', title, scale: { ...linear, ...alone, ...scale } };
}
