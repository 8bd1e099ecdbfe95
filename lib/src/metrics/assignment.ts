import type * as Munkres from 'munkres' with { 'resolution-mode': 'import' };

// The package is CommonJS too, but its typings speak of the ECMAScript module alone, which `import` would refuse.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { munkres } = require('munkres') as typeof Munkres;

/**
 * The linear assignment problem: one column for every row and no column twice, so that the sum of `cost[row][column]`
 * is least. Exact (the Hungarian algorithm), cubic in the number of rows in the worst case.
 *
 * @param cost rows × columns, finite, no more rows than columns
 * @returns the column of each row
 */
export function assign(cost: readonly ArrayLike<number>[]): number[] {
  const columns = new Array<number>(cost.length);
  for (const [row, column] of munkres(cost)) columns[row] = column;
  return columns;
}
