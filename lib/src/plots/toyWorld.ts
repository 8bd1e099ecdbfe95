import { arrowsOf, longestOf, type Arrow } from './arrows';
import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { requireFinite } from './check';
import {
  colourDomain,
  judgement,
  readPoints,
  type Judge,
  type Point,
  type Points,
  type Surface,
} from './plane';
import { extent, rounded, spoken } from './series';
import { arrowInk, diverging, roles } from './theme';

/** A game in the plane at one moment. */
export interface ToyWorld {
  /** What the discriminator says of every point (a probability), or the critic (a score); from `plane`. */
  readonly surface: Surface;
  /** `[count, 2]` */
  readonly real: Points;
  /** `[count, 2]` */
  readonly generated: Points;
  /** Where the generator wants each generated point to go: minus the gradient of its loss; `[count, 2]`. */
  readonly gradients?: Points;
}

export interface ToyWorldOptions {
  /** Who judges: decides what the colours mean. */
  readonly judge?: Judge;
  readonly title?: string;
}

/** Side of the drawing area, in pixels. */
const SIDE = 420;

/** How far a cell reaches to the right and down, in cells: a little over the next, or seams would show. */
const OVERLAP = 0.54;

/** Points of either kind that are drawn at most. */
const POINTS = 500;

/**
 * A game in the plane: the judge as colours, real and generated points, and the arrows along which the generator is
 * pulled. Arrows have their lengths in proportion, the longest a fixed part of the picture.
 *
 * @throws RangeError in one line if points are not pairs, or there is not one gradient for each generated point.
 *
 * @example
 * toyWorld({ surface, real, generated, gradients }, { title: 'after a step of D' });
 */
export function toyWorld(
  world: ToyWorld,
  { judge = 'discriminator', title }: ToyWorldOptions = {},
): VegaLiteChart {
  const { surface } = world;
  requireFinite(surface.values, 'the surface', 'toyWorld');
  const real = readPoints(world.real, 'real', 'toyWorld').slice(0, POINTS);
  const generated = readPoints(world.generated, 'generated', 'toyWorld').slice(0, POINTS);
  const longest = longestOf(world.gradients, 'toyWorld');
  const arrows = arrowsOf(world, longest, 'toyWorld');
  const [low, middle, high] = colourDomain(judge, surface.values);
  const [stepX, stepY] = [surface.x[1]! - surface.x[0]!, surface.y[1]! - surface.y[0]!];
  const axis = (name: 'x' | 'y', values: readonly number[], step: number): Spec => ({
    field: name,
    type: 'quantitative',
    title: name,
    axis: { grid: false, tickCount: 7 },
    scale: { domain: [values[0]! - step / 2, values.at(-1)! + step / 2], nice: false, zero: false },
  });
  const encoding = { x: axis('x', surface.x, stepX), y: axis('y', surface.y, stepY) };
  const dot = (points: readonly Point[], name: string): Spec[] =>
    points.map(({ x, y }) => ({ x: rounded(x), y: rounded(y), points: name }));
  return vegaLite(sentence(real.length, generated.length, longest, surface, judge, title), {
    ...(title && { title }),
    width: SIDE,
    height: SIDE,
    layer: [
      {
        data: { values: [{ value: Array.from(surface.values, rounded) }] },
        transform: [
          { flatten: ['value'] },
          { window: [{ op: 'row_number', as: 'n' }] },
          { calculate: `${surface.x[0]} + ${stepX} * ((datum.n - 1) % ${surface.x.length})`, as: 'x' },
          { calculate: `${surface.y[0]} + ${stepY} * floor((datum.n - 1) / ${surface.x.length})`, as: 'y' },
          { calculate: `datum.x - ${stepX / 2}`, as: 'left' },
          { calculate: `datum.x + ${stepX * OVERLAP}`, as: 'right' },
          { calculate: `datum.y - ${stepY * OVERLAP}`, as: 'bottom' },
          { calculate: `datum.y + ${stepY / 2}`, as: 'top' },
        ],
        mark: { type: 'rect', aria: false },
        encoding: {
          x: { ...encoding.x, field: 'left' },
          x2: { field: 'right' },
          y: { ...encoding.y, field: 'bottom' },
          y2: { field: 'top' },
          color: {
            field: 'value',
            type: 'quantitative',
            title: judgement[judge],
            scale: {
              domain: [low, (low + middle) / 2, middle, (middle + high) / 2, high],
              range: diverging,
              clamp: true,
            },
          },
          tooltip: [{ field: 'value', type: 'quantitative', title: judgement[judge], format: '.3~g' }],
        },
      },
      {
        data: { values: [...dot(real, 'real'), ...dot(generated, 'generated')] },
        mark: {
          type: 'point',
          filled: true,
          size: 40,
          opacity: 0.9,
          stroke: '#ffffff',
          strokeWidth: 0.4,
          clip: true,
          aria: false,
        },
        encoding: {
          ...encoding,
          color: {
            field: 'points',
            type: 'nominal',
            title: null,
            scale: { domain: ['real', 'generated'], range: [roles.real, roles.generated] },
          },
          shape: {
            field: 'points',
            type: 'nominal',
            title: null,
            scale: { domain: ['real', 'generated'], range: ['circle', 'diamond'] },
          },
        },
      },
      ...(arrows.length > 0 ? arrowLayers(arrows, encoding) : []),
    ],
    resolve: { scale: { color: 'independent', shape: 'independent' } },
  });
}

function arrowLayers(arrows: readonly Arrow[], { x, y }: { x: Spec; y: Spec }): Spec[] {
  return [
    {
      data: { values: arrows },
      mark: { type: 'rule', strokeWidth: 1.2, color: arrowInk, clip: true, aria: false },
      encoding: { x, y, x2: { field: 'toX' }, y2: { field: 'toY' } },
    },
    {
      data: { values: arrows },
      mark: {
        type: 'point',
        shape: 'triangle-up',
        filled: true,
        size: 26,
        color: arrowInk,
        opacity: 1,
        clip: true,
      },
      encoding: {
        x: { ...x, field: 'toX' },
        y: { ...y, field: 'toY' },
        angle: { field: 'angle', type: 'quantitative', scale: { domain: [-180, 180], range: [-180, 180] } },
      },
    },
  ];
}

function sentence(
  real: number,
  generated: number,
  longest: number,
  { values }: Surface,
  judge: Judge,
  title: string | undefined,
): string {
  const [low, high] = extent(values);
  const arrows = longest > 0 ? ` The longest arrow is a gradient of ${spoken(longest)}.` : '';
  return (
    `${title ? `${title}: ` : ''}${real} real and ${generated} generated points in the plane; ` +
    `${judgement[judge]} from ${spoken(low)} to ${spoken(high)}.${arrows}`
  );
}
