import type { BrushData } from '../page';
import type { Page } from './chart';
import { dataUri, encodePng, mosaic, toPixels, type StoredImages } from './images';
import { programPage } from './program';
import { described, packedWeights, type PageNetwork } from './program/packed-network';

/** Bits of fraction that are kept of weights. */
const FRACTION = 3;
/** As many as the page searches with. */
const CANDIDATES = 8;

export interface BrushOptions {
  /** Images of MNIST to begin with: a button each, with its label on it. */
  readonly examples: StoredImages & { readonly labels: ArrayLike<number> };
  readonly title?: string;
  /** λ_s at first, 0 to 20. */
  readonly smoothness?: number;
  /** False: another page of the notebook brings TensorFlow.js and this library along, 0.5 MB of them. */
  readonly runtime?: boolean;
}

/**
 * iGAN in the page (Zhu et al. 2016, arXiv 1609.03552): a test digit or a drawing is projected to the manifold of a generator, by
 * encoder and descent, and edited there with a brush: eight candidates for z follow the strokes, live. A switch paints the pixels
 * instead. Works with mouse, finger and keyboard; neither kernel nor network is needed.
 *
 * @param encoder 28 × 28 × 1 → z in [−1, 1], trained through the generator
 * @param generator z → 28 × 28 × 1 in [−1, 1]
 * @throws RangeError in one line if they do not fit each other, or images of MNIST
 *
 * @example
 * await plots.show(plots.brush(encoder, generator, { examples: data.take(mnist.test, 12) }));
 */
export function brush(
  encoder: PageNetwork,
  generator: PageNetwork,
  { examples, title = '', smoothness = 5, runtime = true }: BrushOptions,
): Page {
  const [image, code] = [encoder.input, encoder.outputShape].map(String);
  if (image !== '28,28,1' || String(generator.outputShape) !== image || String(generator.input) !== code) {
    throw new RangeError(
      `brush: an encoder [28, 28, 1] → z and a generator z → [28, 28, 1] are expected, got ` +
        `[${image}] → [${code}] and [${String(generator.input)}] → [${String(generator.outputShape)}]`,
    );
  }
  const pixels = toPixels(examples, 'brush');
  const { count } = pixels;
  const png = dataUri(encodePng(mosaic(pixels, count, 1)));
  const data: BrushData = {
    encoder: described('encoder', encoder),
    generator: described('generator', generator),
  };
  return programPage({
    program: 'brush',
    title,
    text:
      `${title ? `${title}: ` : ''}a canvas to edit a digit on with a brush, and eight candidates that a generator makes of ` +
      `latents which follow the strokes; ${count} examples.`,
    still: `<img alt="${count} examples" style="image-rendering:pixelated;max-width:100%" src="${png}">`,
    controls: controls(Array.from(examples.labels), smoothness),
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

const HOW =
  'Paint with mouse or finger. With the keyboard: arrow keys move the brush, the space bar puts it down or lifts it, Delete clears.';

function controls(labels: readonly number[], smoothness: number): string {
  const digits = labels.map(
    (label, i) =>
      `<button type="button" data-example="${i}" aria-label="test digit ${label}">${label}</button>`,
  );
  const candidates = Array.from(
    { length: CANDIDATES },
    (_, i) =>
      `<button type="button" data-candidate="${i}" aria-label="go on from candidate ${i + 1}">` +
      `<canvas width="28" height="28"></canvas><output>–</output></button>`,
  );
  return (
    `<p>${HOW}</p>` +
    `<div class="row" role="group" aria-label="images to project"><span>image:</span>${digits.join('')}` +
    `<button type="button" data-do="draw">draw one</button></div>` +
    `<div class="row top">${canvases}` +
    `<figure class="candidates"><div role="group" aria-label="candidates, the cheapest first">${candidates.join('')}</div>` +
    `<figcaption>candidates, the cheapest first; choose one to go on from it</figcaption></figure></div>` +
    '<div class="row"><button type="button" data-do="project">project</button>' +
    `<button type="button" data-do="edit">edit</button><button type="button" data-do="clear">clear strokes</button>` +
    `<label><input type="checkbox" data-set="pixels"> paint pixels instead</label></div>` +
    `<div class="row">${inks}${slider('width', 'brush', 'min="1" max="4" step="1" value="2"', '2')}` +
    `${slider('smoothness', 'λ<sub>s</sub>', `min="0" max="20" step="0.5" value="${smoothness}"`, String(smoothness))}` +
    `<label>from z₀ to z* <input type="range" data-set="path" min="0" max="1" step="0.0625" value="1"></label></div>` +
    REPORT
  );
}

const canvases =
  `<figure class="pad"><div><canvas data-canvas="image" width="28" height="28" role="img" aria-label="the image"></canvas>` +
  `<canvas data-canvas="pad" width="28" height="28" tabindex="0" role="application" aria-label="brush. ${HOW}"></canvas>` +
  `<span data-role="pen" aria-hidden="true"></span></div><figcaption>G(z) and your strokes; brush <output data-say="pen">up</output>` +
  `</figcaption></figure><figure><canvas data-canvas="target" width="28" height="28" role="img" aria-label="the image to project">` +
  `</canvas><figcaption>x</figcaption></figure>`;

const inks =
  '<fieldset><legend>brush</legend>' +
  (['white', 'black', 'free'] as const)
    .map(
      (ink, i) =>
        `<label><input type="radio" name="ink" data-ink="${ink}"${i === 0 ? ' checked' : ''}> ${ink}</label>`,
    )
    .join('') +
  `</fieldset>`;

const slider = (name: string, label: string, range: string, value: string): string =>
  `<label>${label} <input type="range" data-set="${name}" ${range}> <output data-say="${name}">${value}</output></label>`;

const said = (name: string, label: string): string =>
  `<span>${label} <output data-say="${name}">–</output></span>`;

const REPORT =
  `<div class="row">${said('encoder', 'pixel error: of P(x) alone')}${said('random', 'from a random start')}` +
  `${said('hybrid', 'from P(x)')}${said('strokes', 'cost of the edit')}</div>` +
  `<div class="row">${said('steps', 'step')}${said('rate', 'steps per second')}<output data-say="hint"></output></div>`;

const rules: Readonly<Record<string, string>> = {
  '': 'max-width:760px',
  '.row': 'display:flex;flex-wrap:wrap;gap:6px 12px;margin:6px 0;align-items:center',
  '.top': 'align-items:flex-start',
  figure: 'margin:0',
  fieldset: 'border:0;padding:0;margin:0;display:flex;gap:8px',
  legend: 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)',
  figcaption: 'font-size:13px;max-width:290px',
  canvas: 'width:60px;height:60px;display:block;image-rendering:pixelated',
  '.pad div': 'position:relative;width:280px;height:280px;overflow:hidden',
  '.pad canvas': 'position:absolute;left:0;top:0;width:280px;height:280px',
  '[data-canvas=pad]': 'cursor:crosshair;touch-action:none',
  '.candidates div': 'display:grid;grid-template-columns:repeat(4,auto);gap:6px',
  '[data-candidate]': 'padding:3px;font-size:12px',
  '[data-role=pen]':
    'position:absolute;width:14px;height:14px;margin:-7px;box-sizing:border-box;border:2px solid #0077bb;' +
    'border-radius:50%;pointer-events:none;visibility:hidden',
  'canvas:focus-visible+[data-role=pen]': 'visibility:visible',
  '[data-role=pen][data-down=true]': 'background:#0077bb',
  button:
    'font:inherit;color:inherit;background:transparent;border:1px solid currentColor;border-radius:4px;padding:3px 8px;' +
    'min-height:30px;cursor:pointer',
  'input[type=range]': 'width:110px;vertical-align:middle',
};

const STYLE = `<style>${Object.entries(rules)
  .map(([selector, rule]) => `.gan-brush ${selector}{${rule}}`)
  .join('')}</style>`;
