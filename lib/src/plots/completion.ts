import type { CompletionData } from '../page';
import type { Page } from './chart';
import { dataUri, encodePng, mosaic, toPixels, type StoredImages } from './images';
import { programPage } from './program';
import { described, packedWeights, type PageNetwork } from './program/packed-network';

/** Bits of fraction that are kept of weights. */
const FRACTION = 3;
/** As many as the page searches from. */
const STARTS = 8;

export interface CompletionOptions {
  /** Images of MNIST to begin with: a button each, with its label on it. */
  readonly examples: StoredImages & { readonly labels: ArrayLike<number> };
  readonly title?: string;
  /** False: another page of the notebook brings TensorFlow.js and this library along, 0.5 MB of them. */
  readonly runtime?: boolean;
}

/**
 * Image completion in the page (Yeh et al. 2017, arXiv 1607.07539): the reader rubs pixels out of a test digit or a drawing, and
 * eight starts of z are moved until G(z) agrees with what is left. Works with mouse, finger and keyboard; neither kernel nor network
 * is needed.
 *
 * @param generator z in [−1, 1] → 28 × 28 × 1 in [−1, 1]
 * @param discriminator 28 × 28 × 1 → a logit
 * @throws RangeError in one line if they do not fit each other, or images of MNIST
 *
 * @example
 * await plots.show(plots.completion(generator, discriminator, { examples: data.take(mnist.test, 12) }));
 */
export function completion(
  generator: PageNetwork,
  discriminator: PageNetwork,
  { examples, title = '', runtime = true }: CompletionOptions,
): Page {
  const [image, logit] = [discriminator.input, discriminator.outputShape].map(String);
  if (image !== '28,28,1' || String(generator.outputShape) !== image || logit !== '1') {
    throw new RangeError(
      `completion: a generator z → [28, 28, 1] and a discriminator [28, 28, 1] → [1] are expected, got ` +
        `[${String(generator.input)}] → [${String(generator.outputShape)}] and [${image}] → [${logit}]`,
    );
  }
  const pixels = toPixels(examples, 'completion');
  const { count } = pixels;
  const png = dataUri(encodePng(mosaic(pixels, count, 1)));
  const data: CompletionData = {
    generator: described('generator', generator),
    discriminator: described('discriminator', discriminator),
  };
  return programPage({
    program: 'completion',
    title,
    text:
      `${title ? `${title}: ` : ''}a digit to rub pixels out of, and eight searches in the latents of a generator that fill the ` +
      `hole; ${count} examples.`,
    still: `<img alt="${count} examples" style="image-rendering:pixelated;max-width:100%" src="${png}">`,
    controls: controls(Array.from(examples.labels)),
    style: STYLE,
    data,
    parts: {
      generator: packedWeights(generator, FRACTION),
      discriminator: packedWeights(discriminator, FRACTION),
      examples: examples.pixels,
    },
    runtime,
  });
}

const HOW =
  'Rub with mouse or finger. With the keyboard: arrow keys move the pen, the space bar puts it down or lifts it, Delete brings all back.';

const MASKS = {
  centre: 'middle',
  left: 'left half',
  top: 'top half',
  random80: '80 % at random',
  grid: 'all but a grid',
};
const PENS = { rub: 'rub out', back: 'bring back', draw: 'draw your own' };

const button = (attributes: string, text: string): string =>
  `<button type="button" ${attributes}>${text}</button>`;

function controls(labels: readonly number[]): string {
  const digits = labels.map((label, i) =>
    button(`data-example="${i}" aria-label="test digit ${label}"`, `${label}`),
  );
  const masks = Object.entries(MASKS).map(([name, text]) => button(`data-mask="${name}"`, text));
  const pens = Object.entries(PENS).map(([name, text]) =>
    button(`data-pen="${name}" aria-pressed="${name === 'rub'}"`, text),
  );
  const toggle = (name: string, text: string): string =>
    button(`data-toggle="${name}" aria-pressed="false"`, text);
  return (
    `<p>${HOW}</p>` +
    `<div class="row" role="group" aria-label="test digits"><span>image:</span>${digits.join('')}</div>` +
    `<div class="row" role="group" aria-label="what is hidden"><span>hide:</span>${masks.join('')}` +
    `${button('data-do="clear"', 'nothing')}</div>` +
    `<div class="row top">${canvases}</div>` +
    `<div class="row" role="group" aria-label="what the pen does"><span>pen:</span>${pens.join('')}` +
    `${slider('width', 'width', 'min="1" max="8" value="4"', '4')}</div>` +
    `<div class="row">${button('data-do="complete" class="main"', 'complete')}${toggle('blend', 'blend the seam')}` +
    `${toggle('truth', 'show the truth')}${slider('lambda', 'λ', 'min="0" max="4" value="1"', '0.1')}` +
    `${slider('window', 'window of W', 'min="0" max="5" value="0"', 'none')}</div>` +
    REPORT
  );
}

const figure = (name: string, title: string): string =>
  `<figure><canvas data-canvas="${name}" width="28" height="28" role="img" aria-label="${title}"></canvas>` +
  `<figcaption>${title}</figcaption></figure>`;

const canvases =
  `<figure class="pad"><div><canvas data-canvas="pad" width="28" height="28" tabindex="0" role="application" ` +
  `aria-label="image. ${HOW}"></canvas><span data-role="pen" aria-hidden="true"></span></div>` +
  `<figcaption>y, and in blue what is hidden; pen <output data-say="pen">up</output></figcaption></figure>` +
  `${figure('filled', 'completed')}${figure('generated', 'G(z) of the best start')}` +
  `<figure><div class="starts" role="img" aria-label="G(z) of all starts, the best one framed">` +
  `${'<canvas data-candidate="" width="28" height="28"></canvas>'.repeat(STARTS)}</div>` +
  `<figcaption>all ${STARTS} starts</figcaption></figure>`;

const slider = (name: string, label: string, range: string, value: string): string =>
  `<label>${label} <input type="range" data-set="${name}" step="1" ${range}> <output data-say="${name}">${value}</output></label>`;

const said = (name: string, label: string): string =>
  `<span>${label} <output data-say="${name}">–</output></span>`;

const REPORT =
  `<div class="row">${said('context', 'contextual loss')}${said('logit', 'logit of D')}${said('psnr', 'PSNR in the hole')}` +
  `${said('steps', 'step')}${said('rate', 'steps per second')}</div>` +
  `<div data-chart="context"><div><span data-label="high"></span> <svg viewBox="0 0 300 90" width="300" height="90" ` +
  `role="img" aria-label="contextual loss of the best start, by steps"><polyline data-line="context" fill="none" ` +
  `stroke="#0077bb" stroke-width="1.5" points=""/></svg></div>` +
  `<span data-label="low"></span> contextual loss of the best start, <span data-label="end"></span></div>`;

const rules: Readonly<Record<string, string>> = {
  '': 'max-width:760px',
  '.row': 'display:flex;flex-wrap:wrap;gap:6px 12px;margin:6px 0;align-items:center',
  '.top': 'align-items:flex-start',
  figure: 'margin:0',
  figcaption: 'font-size:13px;max-width:224px',
  canvas: 'width:140px;height:140px;display:block;image-rendering:pixelated',
  '.pad div': 'position:relative;width:224px;height:224px;overflow:hidden',
  '.pad canvas': 'width:224px;height:224px;cursor:crosshair;touch-action:none',
  '.starts': 'display:grid;grid-template-columns:repeat(4,56px);gap:4px',
  '.starts canvas': 'width:56px;height:56px;box-sizing:border-box;border:3px solid transparent',
  '.starts canvas[data-best=true]': 'border-color:#ee7733',
  '[data-role=pen]':
    'position:absolute;width:14px;height:14px;margin:-7px;box-sizing:border-box;border:2px solid #ee7733;' +
    'border-radius:50%;pointer-events:none;visibility:hidden',
  'canvas:focus-visible+[data-role=pen]': 'visibility:visible',
  '[data-role=pen][data-down=true]': 'background:#ee7733',
  button:
    'font:inherit;color:inherit;background:transparent;border:1px solid currentColor;border-radius:4px;padding:3px 8px;' +
    'min-height:30px;cursor:pointer',
  'button[aria-pressed=true]': 'background:#0077bb;color:#fff',
  '.main': 'font-weight:bold',
  'input[type=range]': 'width:110px;vertical-align:middle',
};

const STYLE = `<style>${Object.entries(rules)
  .map(([selector, rule]) => `.gan-completion ${selector}{${rule}}`)
  .join('')}</style>`;
