import { page, type PageCanvas, type PageContext } from '../element';
import { EDGE, SIDE, type Reply } from './session';

/** Colours as `#rrggbb`, given by whoever makes the page. */
export interface Colours {
  readonly real: string;
  readonly generated: string;
  readonly arrow: string;
  /** From generated to real. */
  readonly surface: readonly string[];
}

/** How long the longest arrow is, as a part of the picture. */
const LONGEST = 0.12;

type Pair = readonly [x: number, y: number];

const pairs = (points: Float32Array): Pair[] =>
  Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!]);

/** What the colours run between: 0 to 1 for probabilities, the lowest to the highest score. */
export function rangeOf(surface: Float32Array, isScore: boolean): Pair {
  if (!isScore) return [0, 1];
  const [low, high] = [Math.min(...surface), Math.max(...surface)];
  return low < high ? [low, high] : [low - 1, low + 1];
}

/** The length of the longest arrow before it is drawn to scale. */
export const longestOf = ({ arrows }: Reply): number =>
  Math.max(0, ...pairs(arrows).map(([x, y]) => Math.hypot(x, y)));

/** How many of the points are outside the picture. */
export const outsideOf = ({ generated }: Reply): number =>
  pairs(generated).filter(([x, y]) => !(Math.abs(x) <= EDGE && Math.abs(y) <= EDGE)).length;

/** The game as it stands: what D says as colours, both kinds of points, and where the generator is pulled. */
export function draw(canvas: PageCanvas, reply: Reply, colours: Colours, isScore: boolean): void {
  const context = canvas.getContext('2d');
  const size = canvas.width;
  const place = ([x, y]: Pair): Pair => [((x + EDGE) / (2 * EDGE)) * size, ((EDGE - y) / (2 * EDGE)) * size];
  drawSurface(context, size, reply.surface, rangeOf(reply.surface, isScore), colours.surface);
  const real = pairs(reply.real).map(place);
  const generated = pairs(reply.generated).map(place);
  context.lineWidth = 1;
  context.strokeStyle = '#ffffff';
  context.fillStyle = colours.real;
  for (const at of real) mark(context, () => context.arc(at[0], at[1], 6, 0, 2 * Math.PI));
  context.fillStyle = colours.generated;
  for (const at of generated) mark(context, () => diamond(context, at, 5));
  const longest = longestOf(reply);
  if (longest === 0) return;
  context.strokeStyle = colours.arrow;
  context.lineWidth = 1.5;
  const scale = (LONGEST * size) / longest;
  pairs(reply.arrows).forEach(([x, y], i) => arrow(context, generated[i]!, [x * scale, -y * scale]));
}

function drawSurface(
  context: PageContext,
  size: number,
  surface: Float32Array,
  [low, high]: Pair,
  colours: readonly string[],
): void {
  const channels = colours.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  const pixels = new Uint8ClampedArray(SIDE * SIDE * 4).fill(255);
  surface.forEach((value, i) => {
    const share = Math.min(1, Math.max(0, (value - low) / (high - low))) * (channels.length - 1);
    const below = Math.min(channels.length - 2, Math.floor(share)) || 0;
    const row = SIDE - 1 - Math.floor(i / SIDE);
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [channels[below]![channel]!, channels[below + 1]![channel]!];
      pixels[(row * SIDE + (i % SIDE)) * 4 + channel] = from + (share - below) * (to - from);
    }
  });
  const small = new page.OffscreenCanvas(SIDE, SIDE);
  small.getContext('2d').putImageData(new page.ImageData(pixels, SIDE, SIDE), 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, size, size);
}

function mark(context: PageContext, path: () => void): void {
  context.beginPath();
  path();
  context.fill();
  context.stroke();
}

function diamond(context: PageContext, [x, y]: Pair, radius: number): void {
  context.moveTo(x, y - radius);
  context.lineTo(x + radius, y);
  context.lineTo(x, y + radius);
  context.lineTo(x - radius, y);
  context.lineTo(x, y - radius);
}

function arrow(context: PageContext, [x, y]: Pair, [dx, dy]: Pair): void {
  const [length, angle] = [Math.hypot(dx, dy), Math.atan2(dy, dx)];
  if (!(length > 1)) return;
  const head = Math.min(6, length / 2);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + dx, y + dy);
  for (const side of [angle + 2.6, angle - 2.6]) {
    context.moveTo(x + dx, y + dy);
    context.lineTo(x + dx + head * Math.cos(side), y + dy + head * Math.sin(side));
  }
  context.stroke();
}
