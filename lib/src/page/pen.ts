import type { PageCanvas, PageElement } from './element';

/** A place on a canvas, as parts of its width and height. */
export type Place = readonly [x: number, y: number];

/** What a pen does to what it draws on. */
export interface PenStrokes {
  /** The pen went from here to there while it was down; a dot if both are the same. */
  line(from: Place, to: Place): void;
  /** The reader wants an empty canvas. */
  clear(): void;
}

/** How far an arrow key moves the pen: a pixel of an image of MNIST. */
const STRIDE = 1 / 28;

/** What an arrow key does to the pen. */
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-STRIDE, 0],
  ArrowRight: [STRIDE, 0],
  ArrowUp: [0, -STRIDE],
  ArrowDown: [0, STRIDE],
};

/**
 * A pen on a canvas: a mouse or a finger that is pressed, or arrow keys, where the space bar puts it down and lifts it, and
 * Delete clears. The element's part `data-role=pen` is moved to where the pen is, and `data-say=pen` says whether it is down.
 */
export class Pen {
  private readonly element: PageElement;
  private readonly canvas: PageCanvas;
  private readonly strokes: PenStrokes;
  private place: Place = [0.5, 0.25];
  /** Whether a pointer is pressed, and whether the keyboard has put the pen down. */
  private pressed = false;
  private down = false;

  constructor(element: PageElement, canvas: PageCanvas, strokes: PenStrokes) {
    this.element = element;
    this.canvas = canvas;
    this.strokes = strokes;
    this.listen();
  }

  /** Takes the keyboard's pen off the canvas. */
  lift(): void {
    this.down = false;
    this.tell();
  }

  private listen(): void {
    const at = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }): Place => [
      offsetX / this.canvas.clientWidth,
      offsetY / this.canvas.clientHeight,
    ];
    this.canvas.addEventListener('pointerdown', (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.pressed = true;
      this.place = at(event);
      this.lineTo(this.place);
    });
    this.canvas.addEventListener('pointermove', (event) => {
      if (this.pressed) this.lineTo(at(event));
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
      else if (event.key === 'Delete' || event.key === 'Backspace') this.strokes.clear();
      else return;
      event.preventDefault();
    });
  }

  private toggle(): void {
    this.down = !this.down;
    if (this.down) this.lineTo(this.place);
    this.tell();
  }

  private move([right, below]: Place): void {
    const within = (value: number): number => Math.min(1, Math.max(0, value));
    const to: Place = [within(this.place[0] + right), within(this.place[1] + below)];
    if (this.down) this.lineTo(to);
    this.place = to;
    this.tell();
  }

  private lineTo(to: Place): void {
    const from = this.place;
    this.place = to;
    this.strokes.line(from, to);
  }

  private tell(): void {
    const [x, y] = this.place.map((part) => (100 * part).toFixed(1));
    const marker = this.element.querySelector('[data-role=pen]')!;
    marker.setAttribute('style', `left:${x}%;top:${y}%`);
    marker.setAttribute('data-down', String(this.down));
    this.element.querySelector('[data-say=pen]')!.textContent = this.down ? 'down' : 'up';
  }
}
