/** In a page: no files of Fashion-MNIST. */
export function loadFashionMnist(): never {
  throw new Error('loadFashionMnist: a page holds no files of Fashion-MNIST');
}
