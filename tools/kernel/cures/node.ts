/** What Node 23 removed and tfjs-node 4.22 still calls. */
import util from 'node:util';

export function node(): void {
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
}
