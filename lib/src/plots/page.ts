/** Programs that run in the page, and what they use of it. */

/** An element of the page, as far as our programs need it. */
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

/**
 * A script that runs `program` on the element it stands in. The program goes into the page as its source, so it may
 * use nothing from outside itself but what a page has.
 */
export function script(program: (element: PageElement) => void): string {
  return `<script>(${program.toString()})(document.currentScript.parentElement)</script>`;
}
