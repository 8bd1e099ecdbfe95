import { contextWeights, lineMask, masks, mnistFrame, poissonBlend } from '../../data';
import { network, type NetworkOptions } from '../../models';
import { stream } from '../../random';
import type { PageCanvas, PageElement } from '../element';
import { paint } from '../paint';
import { Pen, type Place } from '../pen';
import { Curve, drawCurves, short } from '../playground/curve';
import type { Program } from '../program';
import { inSlices } from '../slices';
import { setWeights } from '../weights';
import { Search, type Found, type Hole } from './search';

/** What the page is told about the two networks. Their weights and the examples are parts of their own. */
export interface CompletionData {
  /** z in [−1, 1] → 28 × 28 × 1 in [−1, 1]. */
  readonly generator: NetworkOptions;
  /** 28 × 28 × 1 → a logit. */
  readonly discriminator: NetworkOptions;
}

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const IMAGE = [SIDE, SIDE, 1] as const;
/** What the sliders' places stand for. */
export const LAMBDAS = [0, 0.1, 1, 10, 100];
export const WINDOWS = [0, 3, 5, 7, 9, 11]; // 0: every known pixel counts alike
/** How wide a stroke of a drawing is, in pixels. */
const INK = 2;

/** Image completion (Yeh et al. 2017): pixels are rubbed out, and a search in the latents of a GAN fills them, live. */
export const completion: Program = async (element, { unpack, backend }) => {
  await backend();
  const data = JSON.parse(element.querySelector('[data-part=data]')!.textContent!) as CompletionData;
  const [generator, discriminator] = [network(data.generator), network(data.discriminator)];
  setWeights(generator, await unpack('generator'));
  setWeights(discriminator, await unpack('discriminator'));
  const examples = new Uint8Array(await unpack('examples'));
  const desk = new Desk(element, new Search(generator, discriminator), examples);
  element.querySelector('[data-role=still]')!.hidden = true;
  element.querySelector('[data-role=controls]')!.hidden = false;
  desk.example(0);
};

class Desk {
  private readonly element: PageElement;
  private readonly search: Search;
  private readonly examples: Uint8Array;
  private readonly wake: () => void;
  private readonly pen: Pen;
  private readonly curve = new Curve();
  private readonly random = stream(0, 'completion masks');
  /** y, and which of its pixels are known. */
  private image: Float32Array = new Float32Array(PIXELS).fill(-1);
  private known: Float32Array = new Float32Array(PIXELS).fill(1);
  private found: Found | undefined;
  private began = 0;

  constructor(element: PageElement, search: Search, examples: Uint8Array) {
    this.element = element;
    this.search = search;
    this.examples = examples;
    this.wake = inSlices(element, { step: () => this.step(), show: () => this.show() });
    this.pen = new Pen(element, this.canvas('pad'), {
      line: (from, to) => this.line(from, to),
      clear: () => this.clear(),
    });
    this.listen();
  }

  /** Takes a test digit, with its middle hidden. */
  example(number: number): void {
    const bytes = this.examples.subarray(number * PIXELS, (number + 1) * PIXELS);
    this.image = Float32Array.from(bytes, (byte) => byte / 127.5 - 1);
    this.choose('rub');
    this.hide('centre');
  }

  private listen(): void {
    const on = (selector: string, event: string, act: (control: PageElement) => void): void => {
      for (const control of this.element.querySelectorAll(selector))
        control.addEventListener(event, () => act(control));
    };
    on('[data-example]', 'click', ({ dataset }) => this.example(Number(dataset['example'])));
    on('[data-mask]', 'click', ({ dataset }) => this.hide(dataset['mask'] as keyof typeof masks));
    on('[data-pen]', 'click', ({ dataset }) => this.take(dataset['pen']!));
    on('[data-do=complete]', 'click', () => this.complete());
    on('[data-do=clear]', 'click', () => this.clear());
    on('[data-toggle]', 'click', (button) => {
      const { toggle } = button.dataset;
      button.setAttribute('aria-pressed', String(!this.isPressed(toggle!)));
      this.show();
    });
    on('[data-set]', 'input', () => {
      this.tellSliders();
      if (this.found) this.search.change(this.hole());
    });
  }

  /** Hides what a mask hides, and nothing else. */
  private hide(name: keyof typeof masks): void {
    this.known = masks[name](SIDE, SIDE, this.random);
    this.forget();
  }

  /** What the pen does from now on. A drawing begins empty, and is put into MNIST's frame once it is left. */
  private take(what: string): void {
    if (this.isPen('draw') && what !== 'draw') {
      this.image = mnistFrame(
        this.image.map((value) => (value + 1) / 2),
        SIDE,
      );
    }
    this.choose(what);
    if (what === 'draw') this.clear();
    else this.show();
  }

  private choose(what: string): void {
    for (const button of this.element.querySelectorAll('[data-pen]'))
      button.setAttribute('aria-pressed', String(button.dataset['pen'] === what));
    this.pen.lift();
  }

  private isPen = (what: string): boolean =>
    this.element.querySelector(`[data-pen=${what}][aria-pressed=true]`) !== null;

  private line(from: Place, to: Place): void {
    const draws = this.isPen('draw');
    const covered = lineMask(from, to, draws ? INK : Number(this.control('width').value));
    const wanted = this.isPen('rub') ? 0 : 1;
    covered.forEach((under, i) => {
      if (!under) return;
      if (draws) this.image[i] = 1;
      else this.known[i] = wanted;
    });
    this.forget();
  }

  /** Nothing is hidden any more; a drawing is empty. */
  private clear(): void {
    this.pen.lift();
    if (this.isPen('draw')) this.image = new Float32Array(PIXELS).fill(-1);
    this.known = new Float32Array(PIXELS).fill(1);
    this.forget();
  }

  /** What was found does not belong to this hole. */
  private forget(): void {
    this.found = undefined;
    this.show();
  }

  private complete(): void {
    if (this.isPen('draw')) this.take('rub');
    this.curve.clear();
    this.search.begin(this.hole());
    this.found = this.search.found();
    this.began = performance.now();
    this.wake();
  }

  private step(): boolean {
    if (!this.found) return false; // the hole has changed
    const goesOn = this.search.step();
    this.found = this.search.found();
    this.curve.add(this.search.taken, this.found.context[this.found.best]!);
    return goesOn;
  }

  private hole(): Hole {
    const [lambda, window] = this.sliders();
    const weights = window === 0 ? this.known.slice() : contextWeights(this.known, SIDE, window);
    return { image: this.image, weights, lambda };
  }

  private sliders(): readonly [lambda: number, window: number] {
    return [LAMBDAS[Number(this.control('lambda').value)]!, WINDOWS[Number(this.control('window').value)]!];
  }

  private tellSliders(): void {
    const [lambda, window] = this.sliders();
    this.say('lambda', String(lambda));
    this.say('window', window === 0 ? 'none' : String(window));
    this.say('width', this.control('width').value);
  }

  private show(): void {
    const { image, known, found } = this;
    const hides = !this.isPressed('truth');
    paint([this.canvas('pad')], hides ? withHoles(image, known) : image, hides ? [SIDE, SIDE, 3] : IMAGE);
    const candidates = [...this.element.querySelectorAll('[data-candidate]')] as PageCanvas[];
    if (!found) {
      for (const canvas of [...candidates, this.canvas('filled'), this.canvas('generated')])
        paint([canvas], new Float32Array(PIXELS).fill(-1), IMAGE);
      for (const name of ['context', 'logit', 'psnr', 'steps', 'rate']) this.say(name, '–');
      return;
    }
    const g = found.images.subarray(found.best * PIXELS, (found.best + 1) * PIXELS);
    const pasted = known.map((is, i) => (is ? image[i]! : g[i]!));
    const filled = this.isPressed('blend') ? poissonBlend(image, g, known, SIDE) : pasted;
    paint([this.canvas('filled')], filled, IMAGE);
    paint([this.canvas('generated')], g, IMAGE);
    paint(candidates, found.images, IMAGE);
    candidates.forEach((canvas, i) => canvas.setAttribute('data-best', String(i === found.best)));
    this.report(found, filled);
  }

  private report({ context, logits, best }: Found, filled: Float32Array): void {
    this.say('context', short(context[best]!));
    this.say('logit', short(logits[best]!));
    const hidden = [...this.known.keys()].filter((i) => !this.known[i]);
    const error = hidden.reduce((sum, i) => sum + (filled[i]! - this.image[i]!) ** 2, 0) / hidden.length;
    this.say('psnr', hidden.length ? `${(10 * Math.log10(4 / error)).toFixed(1)} dB` : '–');
    const { taken } = this.search;
    this.say('steps', String(taken));
    this.say('rate', short((1000 * taken) / (performance.now() - this.began)));
    drawCurves(this.element.querySelector('[data-chart=context]')!, { context: this.curve });
  }

  private isPressed = (toggle: string): boolean =>
    this.element.querySelector(`[data-toggle=${toggle}][aria-pressed=true]`) !== null;

  private control = (name: string): PageElement => this.element.querySelector(`[data-set=${name}]`)!;

  private canvas = (name: string): PageCanvas =>
    this.element.querySelector(`[data-canvas=${name}]`) as PageCanvas;

  private say(what: string, text: string): void {
    this.element.querySelector(`[data-say=${what}]`)!.textContent = text;
  }
}

/** The image in three channels, what is hidden in blue. */
function withHoles(image: Float32Array, known: Float32Array): Float32Array {
  const blue = [-1, -0.07, 0.46]; // #0077bb
  return Float32Array.from({ length: 3 * PIXELS }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return known[pixel] ? image[pixel]! : blue[i % 3]!;
  });
}
