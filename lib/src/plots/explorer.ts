import * as tf from '@tensorflow/tfjs-core';
import type { ExplorerData } from '../page';
import type { Page } from './chart';
import { dataUri, encodePng, mosaic, toPixels } from './images';
import { escapeXml } from '../notebook';
import { programPage } from './program';
import { described, packedWeights, type PageNetwork } from './program/packed-network';

/** A generator, as far as the explorer needs it; a `models.Network` is one. */
export interface ExplorableGenerator extends PageNetwork {
  apply(x: tf.Tensor): tf.Tensor;
}

/** What the generator is fed; `data.codedLatents` and the plain latents are. */
export interface ExplorableLatents {
  /** Numbers in all. */
  readonly size: number;
  /** Numbers of noise, which come first; all, if left out. */
  readonly noise?: number;
  /** Then one-hot categories, then continuous codes. */
  readonly codes?: { readonly categorical: readonly number[]; readonly continuous: number };
  next(count: number): { readonly z: tf.Tensor };
}

export interface LatentExplorerOptions {
  /** Images shown, each of its own noise. */
  readonly count?: number;
  /** Range of the sliders. */
  readonly range?: readonly [number, number];
  /** What the codes turned out to mean, in their order: `['digit']`. */
  readonly categoricalNames?: readonly string[];
  /** The same for the continuous ones: `['slant', 'width']`. */
  readonly continuousNames?: readonly string[];
  /** Whether new noise is drawn from N(0, 1) or Unif(−1, 1). */
  readonly prior?: 'normal' | 'uniform';
  readonly title?: string;
  /** False: another explorer on the page brings TensorFlow.js and this library along, 0.5 MB of them. */
  readonly runtime?: boolean;
  /** Size of the page at most, in megabytes. */
  readonly megabytes?: number;
}

/**
 * A trained generator that runs in the page itself, with its codes and noise under the reader's hand. It needs neither
 * kernel nor network, and goes along with a saved notebook or an exported page. Weights are stored in half precision, with six of
 * its ten bits of fraction.
 *
 * @param generator from latents `[size]` to images `[height, width, 1 or 3]` in [−1, 1].
 * @param latents how the latents are made up: `[noise | one-hot categories … | continuous codes]`.
 * @throws RangeError in one line if the generator is too large, takes other latents or makes no images.
 *
 * @example
 * show(latentExplorer(generator, latents, { categoricalNames: ['digit'], continuousNames: ['slant', 'width'] }));
 */
export function latentExplorer(
  generator: ExplorableGenerator,
  latents: ExplorableLatents,
  options: LatentExplorerOptions = {},
): Page {
  const {
    count = 10,
    range = [-2, 2],
    prior = 'normal',
    title = '',
    runtime = true,
    megabytes = 3,
  } = options;
  const { categorical, continuous } = latents.codes ?? { categorical: [], continuous: 0 };
  const noise = latents.noise ?? latents.size;
  requireFit(generator, latents, count);
  const [height, width] = generator.outputShape as [number, number, number];
  const first = firstLatents(latents, noise, categorical, count);
  const data: ExplorerData = {
    generator: described('generator', generator),
    noise,
    codes: { categorical, continuous },
    prior,
    count,
    firstNoise: noiseOf(first, noise, latents.size),
  };
  const codes = [
    ...categorical.map((k) => `buttons for ${k} categories`),
    ...Array<string>(continuous).fill('a slider'),
  ];
  const text =
    `${title ? `${title}: ` : ''}${count} images of a generator that runs in the page, with ` +
    `${codes.join(', ') || 'no codes'} and a button for new noise.`;
  const weights = packedWeights(generator);
  const made = programPage({
    program: 'explorer',
    title,
    text,
    still: still(generator, first, latents.size, count),
    controls: `${canvases(count, height, width)}${controls(options, categorical, continuous, range)}`,
    style: STYLE,
    data,
    parts: { weights },
    runtime,
  });
  const { html } = made;
  if (html.length > megabytes * 1e6) {
    throw new RangeError(
      `latentExplorer: ${weights.length / 2} numbers make a page of ${(html.length / 1e6).toFixed(1)} MB, more than ` +
        `${megabytes}; take fewer filters and units, or allow more with {megabytes}`,
    );
  }
  return made;
}

function requireFit(
  { input, outputShape }: ExplorableGenerator,
  { size }: ExplorableLatents,
  count: number,
): void {
  if (input.length !== 1 || input[0] !== size) {
    throw new RangeError(
      `latentExplorer: the generator takes [${input.join(', ')}], the latents are [${size}]`,
    );
  }
  if (outputShape.length !== 3 || (outputShape[2] !== 1 && outputShape[2] !== 3)) {
    throw new RangeError(
      `latentExplorer: images have the shape [height, width, 1 or 3], the generator makes [${outputShape.join(', ')}]`,
    );
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`latentExplorer: count must be at least 1, not ${count}`);
  }
}

/** Latents with drawn noise, the first category of each code, and 0 for continuous codes: how the controls begin. */
function firstLatents(
  latents: ExplorableLatents,
  noise: number,
  categorical: readonly number[],
  count: number,
): Float32Array {
  const values = tf.tidy(() => Float32Array.from(latents.next(count).z.dataSync()));
  for (let i = 0; i < count; i++) {
    let at = i * latents.size + noise;
    values.fill(0, at, (i + 1) * latents.size);
    for (const k of categorical) {
      values[at] = 1;
      at += k;
    }
  }
  return values;
}

function noiseOf(latents: Float32Array, noise: number, size: number): number[] {
  return Array.from(latents).filter((_, i) => i % size < noise);
}

/** The first images, for where no script runs. */
function still(generator: ExplorableGenerator, latents: Float32Array, size: number, count: number): string {
  const images = tf.tidy(() => generator.apply(tf.tensor2d(latents, [count, size])));
  const grid = mosaic(toPixels(images, 'latentExplorer'), count, 1);
  images.dispose();
  return `<img alt="samples" width="${grid.width * SCALE}" style="image-rendering:pixelated" src="${dataUri(encodePng(grid))}">`;
}

/** Pixels on the screen for one of an image. */
const SCALE = 2;

function canvases(count: number, height: number, width: number): string {
  const canvas =
    `<canvas width="${width}" height="${height}" ` +
    `style="width:${width * SCALE}px;image-rendering:pixelated;margin:0 2px 2px 0"></canvas>`;
  return `<div>${canvas.repeat(count)}</div>`;
}

function controls(
  { categoricalNames = [], continuousNames = [] }: LatentExplorerOptions,
  categorical: readonly number[],
  continuous: number,
  [low, high]: readonly [number, number],
): string {
  const row = (name: string, control: string): string =>
    `<div><span style="display:inline-block;min-width:9em">${escapeXml(name)}</span>${control}</div>`;
  const buttons = categorical.map((k, code) =>
    row(
      categoricalNames[code] ?? `categorical code ${code + 1}`,
      Array.from(
        { length: k },
        (_, category) =>
          `<button type="button" data-code="${code}" data-category="${category}" ` +
          `aria-pressed="${category === 0}">${category}</button>`,
      ).join(' '),
    ),
  );
  const sliders = Array.from({ length: continuous }, (_, code) => {
    const name = continuousNames[code] ?? `continuous code ${code + 1}`;
    return row(
      name,
      `<input type="range" data-code="c${code}" aria-label="${escapeXml(name)}" min="${low}" max="${high}" ` +
        `step="0.05" value="0" style="width:260px;vertical-align:middle"> <output data-for="c${code}">0.00</output>`,
    );
  });
  const noise = row('noise', '<button type="button" data-role="noise">draw again</button>');
  return `${buttons.join('')}${sliders.join('')}${noise}`;
}

const STYLE =
  '<style>.gan-explorer button[aria-pressed=true]{outline:3px solid #0077bb;font-weight:bold}</style>';
