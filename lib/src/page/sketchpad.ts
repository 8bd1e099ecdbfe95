import * as tf from '@tensorflow/tfjs-core';
import { mnistFrame } from '../data';
import { network, type NetworkOptions } from '../models';
import { page, type PageCanvas, type PageContext, type PageElement } from './element';
import { oncePerFrame } from './once-per-frame';
import { paint } from './paint';
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
/** How far an arrow key moves the pen, as a part of the pad. */
const STRIDE = 1 / 28;
/** How wide a stroke is, as a part of the pad. */
const STROKE = 0.075;

type Place = readonly [x: number, y: number];

/** What an arrow key does to the pen. */
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-STRIDE, 0],
  ArrowRight: [STRIDE, 0],
  ArrowUp: [0, -STRIDE],
  ArrowDown: [0, STRIDE],
};

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
  private readonly element: PageElement;
  private readonly canvas: PageCanvas;
  private readonly context: PageContext;
  private readonly changed: () => void;
  /** Where the pen is, as parts of the pad. */
  private pen: Place = [0.5, 0.25];
  /** Whether it draws where it goes: by a pointer that is pressed, or by the keyboard. */
  private pressed = false;
  private down = false;

  constructor(element: PageElement, canvas: PageCanvas, changed: () => void) {
    this.element = element;
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.changed = changed;
    this.listen();
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
    this.lift();
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
    this.lift();
    this.changed();
  }

  private listen(): void {
    const place = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }): Place => [
      offsetX / this.canvas.clientWidth,
      offsetY / this.canvas.clientHeight,
    ];
    this.canvas.addEventListener('pointerdown', (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.pressed = true;
      this.pen = place(event);
      this.lineTo(this.pen); // a dot
    });
    this.canvas.addEventListener('pointermove', (event) => {
      if (this.pressed) this.lineTo(place(event));
    });
    for (const end of ['pointerup', 'pointercancel']) {
      this.canvas.addEventListener(end, () => {
        this.pressed = false;
      });
    }
    this.canvas.addEventListener('keydown', (event) => {
      const arrow = ARROWS[event.key];
      if (arrow) this.move(arrow);
      else if (event.key === ' ') this.toggle();
      else if (event.key === 'Delete' || event.key === 'Backspace') this.clear();
      else return;
      event.preventDefault();
    });
  }

  private toggle(): void {
    this.down = !this.down;
    if (this.down) this.lineTo(this.pen);
    this.tell();
  }

  private lift(): void {
    this.down = false;
    this.tell();
  }

  private move([right, below]: Place): void {
    const within = (value: number): number => Math.min(1, Math.max(0, value));
    const to: Place = [within(this.pen[0] + right), within(this.pen[1] + below)];
    if (this.down) this.lineTo(to);
    this.pen = to;
    this.tell();
  }

  private lineTo(to: Place): void {
    const { context, width } = this;
    context.strokeStyle = '#ffffff';
    context.lineWidth = STROKE * width;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(this.pen[0] * width, this.pen[1] * width);
    context.lineTo(to[0] * width, to[1] * width);
    context.stroke();
    this.pen = to;
    this.changed();
  }

  /** Where the pen is, and whether it is down. */
  private tell(): void {
    const [x, y] = this.pen.map((part) => (100 * part).toFixed(1));
    const marker = this.element.querySelector('[data-role=pen]')!;
    marker.setAttribute('style', `left:${x}%;top:${y}%`);
    marker.setAttribute('data-down', String(this.down));
    say(this.element, 'pen', this.down ? 'down' : 'up');
  }
}

const say = (element: PageElement, what: string, text: string): void => {
  element.querySelector(`[data-say=${what}]`)!.textContent = text;
};
