/** In a page: no files of weights. */
export function readWeights(name: string): never {
  throw new Error(`${name}: a page holds no files of weights`);
}

export const writeWeights = readWeights;
