/** In a page: no files. */
export function exportTfjs(): never {
  throw new Error('exportTfjs: a page writes no files');
}
