/** In a page: no files. */
export function exportSafetensors(): never {
  throw new Error('exportSafetensors: a page writes no files');
}
