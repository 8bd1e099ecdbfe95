import * as tf from '@tensorflow/tfjs-core';
import { mnistFrame } from '../data';
import { network, type NetworkOptions } from '../models';
import { page, type PageCanvas, type PageContext, type PageElement } from './element';
import { oncePerFrame } from './once-per-frame';
import { paint } from './paint';
import { Pen, type Place } from './pen';
import type { Program } from './program';
import { setWeights } from './weights';

/** What the page is told about the two networks. Their weights and the examples are parts of their own. */
export interface SketchpadData {
  /** 28 × 28 × 1 in [−1, 1] → a code. */
  readonly encoder: NetworkOptions;
  /** A code → 28 × 28 × 1 in [−1, 1]. */
  readonly generator: NetworkOptions;
}

const IMAGE = [28, 28, 1] as const;
const PIXELS = 28 * 28;
/** How wide a stroke is, as a part of the pad. */
const STROKE = 0.075;

/** A digit that is drawn by hand, put into MNIST's frame, and what an encoder and a generator make of it, stroke by stroke. */
export const sketchpad: Program = async (element, { unpack, backend }) => {
  await backend();
  const data = JSON.parse(element.querySelector('[data-part=data]')!.textContent!) as SketchpadData;
  const [encoder, generator] = [network(data.encoder), network(data.generator)];
  setWeights(encoder, await unpack('encoder'));
  setWeights(generator, await unpack('generator'));
  const examples = new Uint8Array(await unpack('examples'));
  const canvas = (name: string): PageCanvas => element.querySelector(`[data-canvas=${name}]`) as PageCanvas;
  const [framed, answer] = [canvas('framed'), canvas('answer')];
  const respond = oncePerFrame(() => {
    const x = mnistFrame(pad.ink(), pad.width);
    const drawn = x.some((value) => value > -1);
    const again = tf.tidy(() => {
      const image = tf.tensor(x, [1, ...IMAGE]);
      return tf.clipByValue(generator.apply(encoder.apply(image)), -1, 1).dataSync<'float32'>();
    });
    paint([framed], x, IMAGE);
    paint([answer], drawn ? again : x, IMAGE);
    const error = x.reduce((sum, value, i) => sum + (value - again[i]!) ** 2, 0) / PIXELS;
    say(element, 'error', drawn ? error.toFixed(2) : '–');
  });
  const pad = new Pad(element, canvas('pad'), respond);
  element.querySelector('[data-do=clear]')!.addEventListener('click', () => pad.clear());
  for (const button of element.querySelectorAll('[data-example]')) {
    const from = Number(button.dataset['example']) * PIXELS;
    button.addEventListener('click', () => pad.show(examples.subarray(from, from + PIXELS)));
  }
  element.querySelector('[data-role=still]')!.hidden = true;
  element.querySelector('[data-role=controls]')!.hidden = false;
  pad.show(examples.subarray(0, PIXELS));
};

/** What is drawn on, with a mouse, a finger or the keyboard. White is ink. */
class Pad {
  private readonly canvas: PageCanvas;
  private readonly context: PageContext;
  private readonly changed: () => void;
  private readonly pen: Pen;

  constructor(element: PageElement, canvas: PageCanvas, changed: () => void) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.changed = changed;
    this.pen = new Pen(element, canvas, {
      line: (from, to) => this.line(from, to),
      clear: () => this.clear(),
    });
  }

  get width(): number {
    return this.canvas.width;
  }

  /** 0 to 1, row by row. */
  ink(): Float32Array {
    const { data } = this.context.getImageData(0, 0, this.width, this.width);
    return Float32Array.from({ length: this.width ** 2 }, (_, i) => data[4 * i]! / 255);
  }

  clear(): void {
    this.context.fillStyle = '#000000';
    this.context.fillRect(0, 0, this.width, this.width);
    this.pen.lift();
    this.changed();
  }

  /** @param pixels of an image of MNIST */
  show(pixels: Uint8Array): void {
    const small = new page.OffscreenCanvas(28, 28);
    paint(
      [small],
      Float32Array.from(pixels, (byte) => byte / 127.5 - 1),
      IMAGE,
    );
    this.context.imageSmoothingEnabled = true;
    this.context.drawImage(small, 0, 0, this.width, this.width);
    this.pen.lift();
    this.changed();
  }

  private line(from: Place, to: Place): void {
    const { context, width } = this;
    context.strokeStyle = '#ffffff';
    context.lineWidth = STROKE * width;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from[0] * width, from[1] * width);
    context.lineTo(to[0] * width, to[1] * width);
    context.stroke();
    this.changed();
  }
}

const say = (element: PageElement, what: string, text: string): void => {
  element.querySelector(`[data-say=${what}]`)!.textContent = text;
};
