import type { PageElement } from '../page';
import type { Page } from './chart';
import { decodeFrames, type Frame } from './film-strip';
import { dataUri, encodePng, mosaic } from './images';
import { escapeXml } from '../notebook';
import { script } from './page';

export interface FilmOptions {
  /** Images in a row; by default as near to a square as can be. */
  readonly columns?: number;
  /** What a frame's number counts: `step`, or `t` of an interpolation. */
  readonly unit?: string;
  readonly title?: string;
  readonly range?: readonly [number, number];
  /** Pixels on the screen for one of the image. */
  readonly scale?: number;
}

/**
 * The same noise through training, or any other row of image batches, as a film that can be scrubbed and played. The
 * frames stand in the page itself; where no script runs, the last one is shown.
 *
 * @param frames in order; images `[count, height, width, 1 or 3]` in [−1, 1], all of one shape.
 * @throws RangeError in one line if there are no frames, or they differ in shape.
 *
 * @example
 * film(frames, { title: 'Digits appear' });
 */
export function film(
  frames: readonly Frame[],
  { columns, unit = 'step', title = '', range, scale = 2 }: FilmOptions = {},
): Page {
  const decoded = decodeFrames(frames, 'film', range);
  const { count, height, width } = decoded[0]!;
  const last = frames.length - 1;
  // With a value: JupyterLab drops the bare attribute from notebooks that it does not trust.
  const pictures = decoded.map((pixels, i) => {
    const grid = mosaic(pixels, columns ?? Math.ceil(Math.sqrt(count)), 1);
    const name = `${unit} ${frames[i]!.step.toLocaleString('en-GB')}`;
    return (
      `<img${i === last ? '' : ' hidden="hidden"'} alt="${escapeXml(name)}" title="${escapeXml(name)}" ` +
      `width="${grid.width * scale}" style="image-rendering:pixelated" src="${dataUri(encodePng(grid))}">`
    );
  });
  const names = frames.map(({ step }) => `${unit} ${step.toLocaleString('en-GB')}`);
  const text =
    `${title ? `${title}: ` : ''}a film of ${frames.length} frames, ${names[0]} to ${names[last]}, ` +
    `each of ${count} images of ${height}×${width} pixels.`;
  return {
    kind: 'page',
    text,
    html:
      `<div class="gan-film" role="group" aria-label="${escapeXml(text)}">` +
      (title && `<div><strong>${escapeXml(title)}</strong></div>`) +
      `<div>${pictures.join('')}</div><div><button type="button" aria-label="play">▶</button> ` +
      `<input type="range" min="0" max="${last}" value="${last}" aria-label="${escapeXml(unit)}" ` +
      `style="width:300px;vertical-align:middle"> <output>${escapeXml(names[last]!)}</output></div>` +
      `${script(play)}</div>`,
  };
}

/** In the page: the slider shows a frame, the button shows one after the other. */
function play(element: PageElement): void {
  const frames = [...element.querySelectorAll('img')];
  const slider = element.querySelector('input')!;
  const button = element.querySelector('button')!;
  const name = element.querySelector('output')!;
  let timer: ReturnType<typeof setInterval> | undefined;
  const show = (frame: number): void => {
    frames.forEach((image, i) => {
      image.hidden = i !== frame;
    });
    slider.value = String(frame);
    name.textContent = (frames[frame] as PageElement & { title: string }).title;
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    button.textContent = '▶';
  };
  slider.addEventListener('input', () => {
    stop();
    show(Number(slider.value));
  });
  button.addEventListener('click', () => {
    if (timer !== undefined) {
      stop();
      return;
    }
    button.textContent = '■';
    if (Number(slider.value) === frames.length - 1) show(0);
    timer = setInterval(() => {
      if (Number(slider.value) >= frames.length - 1) stop();
      else show(Number(slider.value) + 1);
    }, 150);
  });
}
