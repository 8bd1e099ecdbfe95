import { page } from './element';

/** The function, called at the next frame of the screen however often it was asked for before. */
export function oncePerFrame(draw: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    page.requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}
