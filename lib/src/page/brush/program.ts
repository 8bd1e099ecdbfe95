import { mnistFrame } from '../../data';
import { network, type NetworkOptions } from '../../models';
import type { PageCanvas, PageElement } from '../element';
import { paint } from '../paint';
import { Pen, type Place } from '../pen';
import type { Program } from '../program';
import { inSlices } from '../slices';
import { setWeights } from '../weights';
import { CANDIDATES, rowOf, Search, type Found } from './search';
import { paintPixels, Strokes, type Ink } from './strokes';

/** What the page is told about the two networks. Their weights and the examples are parts of their own. */
export interface BrushData {
  /** 28 × 28 × 1 in [−1, 1] → z. */
  readonly encoder: NetworkOptions;
  /** z in [−1, 1] → 28 × 28 × 1 in [−1, 1]. */
  readonly generator: NetworkOptions;
}

const IMAGE = [28, 28, 1] as const;
const PIXELS = 28 * 28;
const BLACK = (): Float32Array => new Float32Array(PIXELS).fill(-1);
/** Milliseconds between two orders of the candidates: faster, and one could not point at them. */
const ORDER_EVERY = 400;

/** iGAN (Zhu et al. 2016): an image is projected to the manifold of a generator, and edited there by a brush. */
export const brush: Program = async (element, { unpack, backend }) => {
  await backend();
  const data = JSON.parse(element.querySelector('[data-part=data]')!.textContent!) as BrushData;
  const [encoder, generator] = [network(data.encoder), network(data.generator)];
  setWeights(encoder, await unpack('encoder'));
  setWeights(generator, await unpack('generator'));
  const examples = new Uint8Array(await unpack('examples'));
  const board = new Board(element, new Search(generator, encoder), examples);
  element.querySelector('[data-role=still]')!.hidden = true;
  element.querySelector('[data-role=controls]')!.hidden = false;
  board.example(0);
};

class Board {
  private readonly element: PageElement;
  private readonly search: Search;
  private readonly examples: Uint8Array;
  private readonly strokes = new Strokes();
  private readonly wake: () => void;
  private readonly pen: Pen;
  private readonly candidates: PageElement[];
  /** What is projected; whether it is a drawing, which has to be put into MNIST's frame first. */
  private target: Float32Array = BLACK();
  private isDrawing = false;
  /** What is painted on where pixels are painted. */
  private pixels: Float32Array = BLACK();
  /** Where an edit begins: z₀. */
  private origin: Float32Array = new Float32Array(0);
  private found: Found | undefined;
  private mode: 'project' | 'edit' = 'project';
  /** The rows of the candidates, the cheapest first. */
  private order = Array.from({ length: CANDIDATES }, (_, row) => row);
  private orderedAt = 0;
  private fromEncoder = 0;
  private began = 0;

  constructor(element: PageElement, search: Search, examples: Uint8Array) {
    this.element = element;
    this.search = search;
    this.examples = examples;
    this.candidates = [...element.querySelectorAll('[data-candidate]')];
    this.wake = inSlices(element, { step: () => search.step(), show: () => this.show() });
    this.pen = new Pen(element, this.canvas('pad'), {
      line: (from, to) => this.line(from, to),
      clear: () => this.clear(),
    });
    this.listen();
  }

  /** Takes a test digit, and projects it. */
  example(number: number): void {
    const bytes = this.examples.subarray(number * PIXELS, (number + 1) * PIXELS);
    this.paintingPixels = false;
    this.isDrawing = false;
    this.target = Float32Array.from(bytes, (byte) => byte / 127.5 - 1);
    this.project();
  }

  private listen(): void {
    const on = (selector: string, event: string, act: (control: PageElement) => void): void => {
      for (const control of this.element.querySelectorAll(selector))
        control.addEventListener(event, () => act(control));
    };
    on('[data-example]', 'click', ({ dataset }) => this.example(Number(dataset['example'])));
    on('[data-candidate]', 'click', ({ dataset }) => this.take(this.order[Number(dataset['candidate'])]!));
    on('[data-do=draw]', 'click', () => this.beginDrawing());
    on('[data-do=project]', 'click', () => this.projectWhatIsThere());
    on('[data-do=edit]', 'click', () => this.edit());
    on('[data-do=clear]', 'click', () => this.clear());
    on('[data-set=pixels]', 'change', () => this.switchPixels());
    on('[data-set=smoothness]', 'input', ({ value }) => {
      this.say('smoothness', value);
      if (this.mode === 'edit') this.changeEdit();
    });
    on('[data-set=width]', 'input', ({ value }) => this.say('width', value));
    on('[data-set=path]', 'input', () => this.show());
  }

  private line(from: Place, to: Place): void {
    const [ink, width] = [this.ink(), Number(this.control('width').value)];
    if (this.paintingPixels) {
      paintPixels(this.pixels, from, to, width, ink);
      this.show();
      return;
    }
    this.strokes.add(from, to, width, ink);
    if (this.mode === 'project') this.edit();
    else this.changeEdit();
  }

  /** Takes all strokes away, and goes back to z₀; or empties what is drawn. */
  private clear(): void {
    this.pen.lift();
    if (this.paintingPixels) {
      this.pixels = BLACK();
      this.isDrawing = true;
      this.show();
      return;
    }
    this.strokes.clear();
    if (this.mode === 'edit') this.edit();
  }

  private beginDrawing(): void {
    this.paintingPixels = true;
    this.clear();
    this.tell('Draw a digit, then project it.');
  }

  private switchPixels(): void {
    if (this.paintingPixels) {
      this.pixels = this.shown().slice();
      this.isDrawing = false;
    }
    this.pen.lift();
    this.show();
  }

  private projectWhatIsThere(): void {
    if (this.paintingPixels) {
      this.target = this.isDrawing ? mnistFrame(positive(this.pixels), 28) : this.pixels.slice();
      this.paintingPixels = false;
    }
    this.project();
  }

  private project(): void {
    this.mode = 'project';
    this.strokes.clear();
    this.search.project(this.target);
    this.fromEncoder = this.search.found().costs[0]!;
    this.begin();
  }

  /** Begins an edit at what is shown. */
  private edit(): void {
    if (this.mode === 'project' && this.found) this.origin = rowOf(this.found.z, this.order[0]!);
    this.mode = 'edit';
    this.search.edit(this.aim());
    this.begin();
  }

  /** A stroke more, or another λ_s: the candidates go on from where they are. */
  private changeEdit(): void {
    this.search.change(this.aim());
    this.begin();
  }

  /** Makes a candidate the new z₀. */
  private take(row: number): void {
    if (!this.found) return;
    this.origin = rowOf(this.found.z, row);
    this.mode = 'edit';
    this.paintingPixels = false;
    this.strokes.clear();
    this.edit();
  }

  private begin(): void {
    this.began = performance.now();
    this.orderedAt = 0;
    this.control('path').value = '1';
    this.tell('');
    this.wake();
  }

  private aim() {
    const { strokes, origin } = this;
    return { kind: 'edit', strokes, origin, smoothness: Number(this.control('smoothness').value) } as const;
  }

  private show(): void {
    const { search } = this;
    const found = (this.found = search.found());
    const now = performance.now();
    if (now - this.orderedAt > ORDER_EVERY || search.left === 0) {
      this.order.sort((a, b) => found.costs[a]! - found.costs[b]!);
      this.orderedAt = now;
    }
    paint([this.canvas('image')], this.shown(), IMAGE);
    paint([this.canvas('target')], this.target, IMAGE);
    this.strokes.show(this.canvas('pad'));
    this.candidates.forEach((candidate, place) => {
      const row = this.order[place]!;
      paint([candidate.querySelector('canvas') as PageCanvas], rowOf(found.images, row), IMAGE);
      candidate.querySelector('output')!.textContent = found.costs[row]!.toFixed(3);
    });
    if (search.taken > 0 && search.left > 0)
      this.say('rate', String(Math.round((1000 * search.taken) / (now - this.began))));
    this.say('steps', `${search.taken} of ${search.taken + search.left}`);
    this.element.dataset['search'] = search.left > 0 ? 'busy' : 'done';
    if (this.mode === 'project') this.report(found.costs);
    this.say(
      'strokes',
      this.mode === 'edit' && !this.strokes.isEmpty ? found.costs[this.order[0]!]!.toFixed(3) : '–',
    );
  }

  /** What the three ways to project have reached. */
  private report(costs: Float32Array): void {
    this.say('encoder', this.fromEncoder.toFixed(3));
    this.say('hybrid', costs[0]!.toFixed(3));
    this.say('random', costs[1]!.toFixed(3));
  }

  /** What stands under the brush: painted pixels, or G on the way from z₀ to the best candidate. */
  private shown(): Float32Array {
    if (this.paintingPixels && this.found) return this.pixels;
    const { found } = this;
    if (!found) return BLACK();
    const part = Number(this.control('path').value);
    const best = this.order[0]!;
    if (this.mode === 'project' || part === 1) return rowOf(found.images, best);
    const z = rowOf(found.z, best);
    return this.search.draw(z.map((value, i) => this.origin[i]! + part * (value - this.origin[i]!)));
  }

  private get paintingPixels(): boolean {
    return this.control('pixels').checked;
  }

  private set paintingPixels(value: boolean) {
    if (value !== this.paintingPixels) this.tell('');
    this.control('pixels').checked = value;
  }

  private ink(): Ink {
    const chosen = [...this.element.querySelectorAll('[data-ink]')].find(({ checked }) => checked);
    return chosen!.dataset['ink'] as Ink;
  }

  private control(name: string): PageElement {
    return this.element.querySelector(`[data-set=${name}]`)!;
  }

  private canvas(name: string): PageCanvas {
    return this.element.querySelector(`[data-canvas=${name}]`) as PageCanvas;
  }

  private say(what: string, text: string): void {
    this.element.querySelector(`[data-say=${what}]`)!.textContent = text;
  }

  private tell(text: string): void {
    this.say('hint', text);
  }
}

/** An image in [−1, 1] as ink, 0 to 1. */
const positive = (image: Float32Array): Float32Array => image.map((value) => (value + 1) / 2);
