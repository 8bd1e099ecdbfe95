/** In a page: no files. */
export function exportOnnx(): never {
  throw new Error('exportOnnx: a page writes no files');
}
