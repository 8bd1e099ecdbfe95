import type { SketchpadData } from '../page';
import type { Page } from './chart';
import { dataUri, encodePng, mosaic, toPixels, type StoredImages } from './images';
import { programPage } from './program';
import { described, packedWeights, type PageNetwork } from './program/packed-network';

/** Bits of fraction that are kept of weights: two networks are twice the size of the explorer's one. */
const FRACTION = 3;

export interface SketchpadOptions {
  /** Images of MNIST to begin with: a button each, with its label on it. */
  readonly examples: StoredImages & { readonly labels: ArrayLike<number> };
  readonly title?: string;
  /** False: another page of the notebook brings TensorFlow.js and this library along, 0.5 MB of them. */
  readonly runtime?: boolean;
}

/**
 * One draws a digit in the page, with mouse, finger or arrow keys; it is put into MNIST's frame, an encoder makes a code of it
 * and a generator an image of the code, at every stroke. Neither kernel nor network is needed.
 *
 * @param encoder 28 × 28 × 1 → a code; a latent regressor's will do as well as BiGAN's
 * @param generator a code → 28 × 28 × 1 in [−1, 1]
 * @throws RangeError in one line if they do not fit each other, or images of MNIST
 *
 * @example
 * await plots.show(plots.sketchpad(encoder, generator, { examples: data.take(mnist.test, 10) }));
 */
export function sketchpad(
  encoder: PageNetwork,
  generator: PageNetwork,
  { examples, title = '', runtime = true }: SketchpadOptions,
): Page {
  requireFit(encoder, generator);
  const pixels = toPixels(examples, 'sketchpad');
  const { count } = pixels;
  const data: SketchpadData = {
    encoder: described('encoder', encoder),
    generator: described('generator', generator),
  };
  const text =
    `${title ? `${title}: ` : ''}a pad to draw a digit on, the drawing in the frame of MNIST’s images, and what the ` +
    `generator makes of the encoder’s code; ${count} examples.`;
  const png = dataUri(encodePng(mosaic(pixels, count, 1)));
  return programPage({
    program: 'sketchpad',
    title,
    text,
    still: `<img alt="${count} examples" style="image-rendering:pixelated;max-width:100%" src="${png}">`,
    controls: controls(Array.from(examples.labels)),
    style: STYLE,
    data,
    parts: {
      encoder: packedWeights(encoder, FRACTION),
      generator: packedWeights(generator, FRACTION),
      examples: examples.pixels,
    },
    runtime,
  });
}

function requireFit(encoder: PageNetwork, generator: PageNetwork): void {
  const [image, code] = [encoder.input, encoder.outputShape].map(String);
  if (image !== '28,28,1' || String(generator.outputShape) !== image || String(generator.input) !== code) {
    throw new RangeError(
      `sketchpad: an encoder [28, 28, 1] → code and a generator code → [28, 28, 1] are expected, got ` +
        `[${image}] → [${code}] and [${String(generator.input)}] → [${String(generator.outputShape)}]`,
    );
  }
}

const HOW =
  'Draw with mouse or finger. With the keyboard: arrow keys move the pen, the space bar puts it down or lifts it, Delete clears.';

function controls(labels: readonly number[]): string {
  const picture = (name: string, title: string): string =>
    `<figure><canvas data-canvas="${name}" width="28" height="28" role="img" aria-label="${title}"></canvas>` +
    `<figcaption>${title}</figcaption></figure>`;
  const buttons = labels.map(
    (label, i) =>
      `<button type="button" data-example="${i}" aria-label="test digit ${label}">${label}</button>`,
  );
  return (
    `<p>${HOW}</p><div class="row"><figure class="pad"><div><canvas data-canvas="pad" width="280" height="280" tabindex="0" ` +
    `role="application" aria-label="pad. ${HOW}"></canvas><span data-role="pen" aria-hidden="true"></span></div>` +
    `<figcaption>your digit; pen <output data-say="pen">up</output></figcaption></figure>` +
    `${picture('framed', 'x, in MNIST’s frame')}${picture('answer', 'G(E(x))')}</div>` +
    `<div class="row buttons" role="group" aria-label="drawings"><button type="button" data-do="clear">clear</button>` +
    `<span>test digits:</span>${buttons.join('')}</div>` +
    `<div>mean squared difference of x and G(E(x)): <output data-say="error">–</output></div>`
  );
}

const rules: Readonly<Record<string, string>> = {
  '': 'max-width:640px',
  '.row': 'display:flex;flex-wrap:wrap;gap:8px;margin:6px 0;align-items:flex-end',
  '.buttons': 'align-items:center',
  figure: 'margin:0',
  figcaption: 'font-size:13px',
  canvas: 'width:150px;height:150px;display:block;image-rendering:pixelated',
  '.pad div': 'position:relative;width:280px;height:280px;overflow:hidden',
  '.pad canvas': 'width:280px;height:280px;cursor:crosshair;touch-action:none;image-rendering:auto',
  '[data-role=pen]':
    'position:absolute;width:14px;height:14px;margin:-7px;box-sizing:border-box;border:2px solid #0077bb;' +
    'border-radius:50%;pointer-events:none;visibility:hidden',
  'canvas:focus-visible+[data-role=pen]': 'visibility:visible',
  '[data-role=pen][data-down=true]': 'background:#0077bb',
  button:
    'font:inherit;color:inherit;background:transparent;border:1px solid currentColor;border-radius:4px;padding:3px 8px;' +
    'min-height:30px;cursor:pointer',
};

const STYLE = `<style>${Object.entries(rules)
  .map(([selector, rule]) => `.gan-sketchpad ${selector}{${rule}}`)
  .join('')}</style>`;
