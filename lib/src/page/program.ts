import type { PageElement } from './element';

/**
 * Runs in an element of the page, which holds what it needs.
 *
 * @param unpack the bytes of one of the element's parts, which goes
 */
export type Program = (
  element: PageElement,
  unpack: (part: string) => Promise<ArrayBuffer>,
) => void | Promise<void>;
