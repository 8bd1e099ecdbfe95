/** What programs use of a page; lib is compiled without the types of browsers. */

/** An element of the page. */
export interface PageElement {
  textContent: string | null;
  value: string;
  hidden: boolean;
  readonly dataset: Record<string, string | undefined>;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  setAttribute(name: string, value: string): void;
  addEventListener(type: string, listener: () => void): void;
  remove(): void;
}

/** A canvas that images are put on. */
export interface PageCanvas extends PageElement {
  getContext(kind: '2d'): { putImageData(image: unknown, x: number, y: number): void };
}

/** What else a page has. */
export const page = globalThis as unknown as {
  readonly ImageData: new (pixels: Uint8ClampedArray, width: number, height: number) => unknown;
  requestAnimationFrame(draw: () => void): void;
};
