import { page, type PageElement } from './element';

/** Milliseconds of work between two pictures. */
const SLICE = 25;

/** Work that goes on until it is done, in slices between which the page stays responsive. */
export interface Work {
  /** A small piece of it; false when there is nothing more to do. */
  step(): boolean;
  /** Shows how far it is; called after each slice. */
  show(): void;
}

/**
 * Does the work in slices of a frame: as many steps as fit in 25 milliseconds, at least one. Rests when it is done, and ends
 * when the element has left the page.
 *
 * @returns a function that wakes it when there is more to do
 */
export function inSlices(element: PageElement, { step, show }: Work): () => void {
  let awake = false;
  const slice = (): void => {
    if (!element.isConnected) return;
    const end = performance.now() + SLICE;
    do awake = step();
    while (awake && performance.now() < end);
    show();
    if (awake) page.requestAnimationFrame(slice);
  };
  return () => {
    if (awake) return;
    awake = true;
    page.requestAnimationFrame(slice);
  };
}
