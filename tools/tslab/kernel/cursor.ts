/** A place in code: Jupyter counts code points, JavaScript counts units of UTF-16. */

/** @returns the index in `code` of the place that lies `points` code points after its start. */
export const toIndex = (code: string, points: number): number =>
  Array.from(code).slice(0, Math.max(points, 0)).join('').length;

export const toPoints = (code: string, index: number): number => Array.from(code.slice(0, index)).length;
