/** In a page: no folders. */
export function imageFolder(): never {
  throw new Error('imageFolder: a page holds no folders');
}
