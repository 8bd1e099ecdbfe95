/** What tfjs-node 4.22 calls and newer Nodes removed (`isNullOrUndefined`, Node 23) or warn of (`isArray`). */
import util from 'node:util';

export function nodeUtil(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}
