/** In a page: no files of MNIST. */
export function loadMnist(): never {
  throw new Error('loadMnist: a page holds no files of MNIST');
}
