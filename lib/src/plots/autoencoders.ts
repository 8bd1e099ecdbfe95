import { escapeXml } from '../notebook';
import type { AutoencodersData } from '../page';
import type { Page } from './chart';
import { dataUri, encodePng, mosaic, toPixels, type StoredImages } from './images';
import { programPage } from './program';
import { described, packedWeights, type PageNetwork } from './program/packed-network';

/** Bits of fraction that are kept of weights: two autoencoders are four times the size of the explorer's one network. */
const FRACTION = 3;

/** An autoencoder, and how it is called. */
export interface NamedAutoencoder {
  readonly name: string;
  /** 28 × 28 × 1 → a code, or means and variances of a code. */
  readonly encoder: PageNetwork;
  /** A code → 28 × 28 × 1 in [−1, 1]. */
  readonly decoder: PageNetwork;
}

export interface AutoencodersOptions {
  /** 28 × 28 × 1 → features in which images are compared, beside their pixels. */
  readonly features: PageNetwork;
  /** Images of MNIST to choose from, at least two: a button each, with its label on it. */
  readonly examples: StoredImages & { readonly labels: ArrayLike<number> };
  readonly title?: string;
  /** False: another page of the notebook brings TensorFlow.js and this library along, 0.5 MB of them. */
  readonly runtime?: boolean;
}

/**
 * Autoencoders that run in the page, beside each other: one moves a digit pixel by pixel, by arrow keys or buttons, and goes from
 * its code to that of another digit; errors are shown in pixels and in features. Neither kernel nor network is needed.
 *
 * @throws RangeError in one line if networks do not fit each other, or images of MNIST
 *
 * @example
 * const coders = [{ name: 'VAE', encoder, decoder }];
 * await plots.show(plots.autoencoders(coders, { features: body, examples: data.take(mnist.test, 10) }));
 */
export function autoencoders(
  coders: readonly NamedAutoencoder[],
  { features, examples, title = '', runtime = true }: AutoencodersOptions,
): Page {
  coders.forEach(requireFit);
  if (String(features.input) !== '28,28,1')
    throw new RangeError(`autoencoders: features of [28, 28, 1] are expected, got of [${features.input}]`);
  const pixels = toPixels(examples, 'autoencoders');
  const { count } = pixels;
  if (count < 2) throw new RangeError(`autoencoders: at least 2 examples are needed, got ${count}`);
  const data: AutoencodersData = {
    coders: coders.map(({ encoder, decoder }) => ({
      encoder: described('encoder', encoder),
      decoder: described('decoder', decoder),
      size: decoder.input[0]!,
    })),
    features: described('features', features),
  };
  const names = coders.map(({ name }) => name);
  const png = dataUri(encodePng(mosaic(pixels, count, 1)));
  const weights = coders.flatMap(({ encoder, decoder }, i) => [
    [`encoder${i}`, packedWeights(encoder, FRACTION)] as const,
    [`decoder${i}`, packedWeights(decoder, FRACTION)] as const,
  ]);
  return programPage({
    program: 'autoencoders',
    title,
    text:
      `${title ? `${title}: ` : ''}a digit that can be moved, and what ${names.join(' and ')} make of it, with errors in ` +
      `pixels and in features; ${count} examples.`,
    still: `<img alt="${count} examples" style="image-rendering:pixelated;max-width:100%" src="${png}">`,
    controls: controls(names, Array.from(examples.labels)),
    style: STYLE,
    data,
    parts: {
      ...Object.fromEntries(weights),
      features: packedWeights(features),
      examples: examples.pixels,
    },
    runtime,
  });
}

function requireFit({ name, encoder, decoder }: NamedAutoencoder): void {
  const [image, code] = [encoder.input, encoder.outputShape];
  const size = decoder.input[0]!;
  const fits =
    String(image) === '28,28,1' &&
    String(decoder.outputShape) === '28,28,1' &&
    decoder.input.length === 1 &&
    code.length === 1 &&
    [size, 2 * size].includes(code[0]!);
  if (!fits) {
    throw new RangeError(
      `autoencoders: an encoder [28, 28, 1] → n or 2·n numbers and a decoder [n] → [28, 28, 1] are expected, got for ${name} ` +
        `[${image.join(', ')}] → [${code.join(', ')}] and [${decoder.input.join(', ')}] → [${decoder.outputShape.join(', ')}]`,
    );
  }
}

const HOW = 'Arrow keys move the digit while it is in focus; so do the buttons.';
const ARROWS = { ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓', ArrowRight: '→' };

const picture = (name: string, title: string, more = 'role="img"'): string =>
  `<figure><canvas data-canvas="${name}" width="28" height="28" aria-label="${escapeXml(title)}" ${more}></canvas>` +
  `<figcaption>${escapeXml(title)}</figcaption></figure>`;

const group = (name: string, content: string): string =>
  `<div class="row buttons" role="group" aria-label="${name}"><span>${name}:</span>${content}</div>`;

function controls(names: readonly string[], labels: readonly number[]): string {
  const digits = (role: string, pressed: number): string =>
    labels
      .map(
        (label, i) =>
          `<button type="button" data-${role}="${i}" aria-pressed="${i === pressed}" aria-label="${role} digit: ${label}, ` +
          `example ${i + 1}">${label}</button>`,
      )
      .join('');
  const moves = Object.entries(ARROWS).map(
    ([key, arrow]) =>
      `<button type="button" data-move="${key}" aria-label="move ${key.slice(5).toLowerCase()}">${arrow}</button>`,
  );
  const pictures = names.map(
    (name, i) => picture(`again${i}`, name) + picture(`error${i}`, `${name}: error`),
  );
  const row = (key: string, what: string): string =>
    `<tr><th scope="row">${escapeXml(what)}</th><td><output data-say="${key}-pixels">–</output></td>` +
    `<td><output data-say="${key}-features">–</output></td></tr>`;
  const again = names.map((name, i) => row(`again${i}`, `x to the image by ${name}`));
  return (
    `<p>${HOW}</p><div class="row">${picture('x', 'x', `role="application" tabindex="0"`)}` +
    `${pictures.join('')}${picture('other', 'another digit')}</div>` +
    group('move x', `${moves.join('')}<button type="button" data-do="back">back</button>`) +
    `<div>x is moved: <output data-say="place">–</output></div>` +
    group('x', digits('first', 0)) +
    group('another digit', digits('second', 1)) +
    `<label class="row buttons">code between x and another digit <input type="range" data-role="between" min="0" max="1" ` +
    `step="0.02" value="0"><output data-say="between">0</output></label>` +
    `<table><caption>½ Σ of squared differences</caption><thead><tr><th scope="col">from … to …</th>` +
    `<th scope="col">pixels</th><th scope="col">features</th></tr></thead><tbody>` +
    `${row('moved', 'x as it was to x moved')}${row('other', 'x as it was to another digit')}${again.join('')}</tbody></table>`
  );
}

const rules: Readonly<Record<string, string>> = {
  '': 'max-width:760px',
  '.row': 'display:flex;flex-wrap:wrap;gap:6px;margin:6px 0;align-items:flex-end',
  '.buttons': 'align-items:center',
  figure: 'margin:0',
  figcaption: 'font-size:13px',
  canvas: 'width:112px;height:112px;display:block;image-rendering:pixelated',
  'canvas[tabindex]': 'outline:2px solid #0077bb;cursor:move',
  'canvas:focus-visible': 'outline-width:5px',
  'button[aria-pressed=true]': 'outline:3px solid #0077bb;font-weight:bold',
  button:
    'font:inherit;color:inherit;background:transparent;border:1px solid currentColor;border-radius:4px;padding:3px 8px;' +
    'min-height:30px;cursor:pointer',
  table: 'border-collapse:collapse;margin:6px 0',
  'th,.gan-autoencoders td': 'padding:2px 10px;text-align:right;font-weight:normal',
  'th[scope=row]': 'text-align:left',
};

const STYLE = `<style>${Object.entries(rules)
  .map(([selector, rule]) => `.gan-autoencoders ${selector}{${rule}}`)
  .join('')}</style>`;
