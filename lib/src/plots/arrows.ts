import type { Spec } from './chart';
import { readPairs, type Point, type Points, type Surface } from './plane';
import { formatNumber, round5 } from './series';

/** An arrow in the plane. */
export interface Arrow {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
  /** Clockwise from upwards, in degrees. */
  readonly angle: number;
}

/** How long the longest arrow is, as a part of the surface's side. */
const LONGEST = 0.12;

/** Arrows that are drawn at most. */
const ARROWS = 120;

/** What the arrows are, in short lines for the reader of the chart; nothing where there are none. */
export function arrowLegend(
  { generated, gradients }: { readonly generated: Points; readonly gradients?: Points },
  longest: number,
): readonly string[] {
  if (!gradients || longest === 0) return [];
  const count = readPairs(generated, 'generated', 'arrows').length;
  const which = count > ARROWS ? `, first ${ARROWS} points` : '';
  return [`arrows: −∂L/∂G(z)${which}`, `the longest is ${formatNumber(longest)}`];
}

/**
 * Length of the longest gradient; 0 without gradients.
 *
 * @throws RangeError unless gradients are pairs.
 */
export function longestOf(gradients: Points | undefined, where: string): number {
  if (!gradients) return 0;
  const lengths = readPairs(gradients, 'gradients', where).map(({ x, y }) => Math.hypot(x, y));
  return Math.max(0, ...lengths.filter(Number.isFinite));
}

/**
 * An arrow for each of the first generated points, along its gradient.
 *
 * @param longest the length of gradient that is drawn longest.
 * @throws RangeError unless there is one gradient for each generated point.
 */
export function arrowsOf(
  world: { readonly surface: Surface; readonly generated: Points; readonly gradients?: Points },
  longest: number,
  where: string,
): readonly Arrow[] {
  const { surface, generated, gradients } = world;
  if (!gradients) return [];
  const starts = readPairs(generated, 'generated', where);
  const pulls = readPairs(gradients, 'gradients', where);
  if (starts.length !== pulls.length) {
    throw new RangeError(
      `${where}: there are ${pulls.length} gradients for ${starts.length} generated points`,
    );
  }
  if (longest === 0) return [];
  const scale = (LONGEST * (surface.x.at(-1)! - surface.x[0]!)) / longest;
  return starts
    .slice(0, ARROWS)
    .map(({ x, y }, i) => arrowBetween({ x, y }, { x: x + pulls[i]!.x * scale, y: y + pulls[i]!.y * scale }))
    .filter(({ toX, toY }) => Number.isFinite(toX) && Number.isFinite(toY));
}

/** The arrow from one point to another. */
export const arrowBetween = (from: Point, to: Point): Arrow => ({
  x: round5(from.x),
  y: round5(from.y),
  toX: round5(to.x),
  toY: round5(to.y),
  angle: round5((Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI),
});

/** Shafts and heads of arrows, over the axes of a chart. */
export function arrowLayers(
  arrows: readonly Arrow[],
  { x, y }: { readonly x: Spec; readonly y: Spec },
  color: string,
): Spec[] {
  return [
    {
      data: { values: arrows },
      mark: { type: 'rule', strokeWidth: 1.2, color, clip: true, aria: false },
      encoding: { x, y, x2: { field: 'toX' }, y2: { field: 'toY' } },
    },
    {
      data: { values: arrows },
      mark: { type: 'point', shape: 'triangle-up', filled: true, size: 26, color, opacity: 1, clip: true },
      encoding: {
        x: { ...x, field: 'toX' },
        y: { ...y, field: 'toY' },
        angle: { field: 'angle', type: 'quantitative', scale: { domain: [-180, 180], range: [-180, 180] } },
      },
    },
  ];
}
