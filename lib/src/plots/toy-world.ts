import { arrowsOf, longestOf, type Arrow } from './arrows';
import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { requireFinite } from './check';
import { rasterise } from './rasterise';
import {
  colourDomain,
  nearest,
  readPoints,
  valueTitle,
  type Point,
  type Points,
  type Surface,
  type SurfaceValue,
} from './plane';
import { extent, formatNumber, round5 } from './series';
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
  /** What the values of the surface are: decides what the colours mean. */
  readonly value?: SurfaceValue;
  readonly title?: string;
}

/** Side of the drawing area, in pixels. */
const SIDE = 420;

/** Points of either kind that are drawn at most. */
const POINTS = 500;

/**
 * A game in the plane: the surface as colours, real and generated points, and the arrows along which the generator is
 * pulled. Arrows have their lengths in proportion, the longest a fixed part of the picture.
 *
 * @throws RangeError in one line if points are not pairs, or there is not one gradient for each generated point.
 *
 * @example
 * toyWorld({ surface, real, generated, gradients }, { title: 'after a step of D' });
 */
export function toyWorld(
  world: ToyWorld,
  { value = 'probability', title }: ToyWorldOptions = {},
): VegaLiteChart {
  const { surface } = world;
  requireFinite(surface.values, 'the surface', 'toyWorld');
  const real = readPoints(world.real, 'real', 'toyWorld').slice(0, POINTS);
  const generated = readPoints(world.generated, 'generated', 'toyWorld').slice(0, POINTS);
  const longest = longestOf(world.gradients, 'toyWorld');
  const arrows = arrowsOf(world, longest, 'toyWorld');
  const [low, middle, high] = colourDomain(value, surface.values);
  const [west, east] = edges(surface.x);
  const [south, north] = edges(surface.y);
  const axis = (name: 'x' | 'y', domain: readonly number[]): Spec => ({
    field: name,
    type: 'quantitative',
    title: name,
    axis: { grid: false, tickCount: 7 },
    scale: { domain, nice: false, zero: false },
  });
  const encoding = { x: axis('x', [west, east]), y: axis('y', [south, north]) };
  const dot = (points: readonly Point[], name: string): Spec[] =>
    points.map((point) => ({
      x: round5(point.x),
      y: round5(point.y),
      points: name,
      value: round5(nearest(surface, point)),
    }));
  return vegaLite(sentence(real.length, generated.length, longest, surface, value, title), {
    ...(title && { title }),
    width: SIDE,
    height: SIDE,
    layer: [
      {
        data: { values: [{ west, east, south, north, image: rasterise(surface, [low, high]) }] },
        mark: { type: 'image', aspect: false },
        encoding: {
          x: { ...encoding.x, field: 'west' },
          x2: { field: 'east' },
          y: { ...encoding.y, field: 'south' },
          y2: { field: 'north' },
          url: { field: 'image', type: 'nominal' },
        },
      },
      // Nothing but the legend of the image.
      {
        data: { values: [] },
        mark: 'rect',
        encoding: {
          color: {
            field: 'value',
            type: 'quantitative',
            title: valueTitle[value],
            scale: { domain: [low, (low + middle) / 2, middle, (middle + high) / 2, high], range: diverging },
          },
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
          tooltip: [
            { field: 'points', title: 'point' },
            { field: 'x', type: 'quantitative' },
            { field: 'y', type: 'quantitative' },
            { field: 'value', type: 'quantitative', title: valueTitle[value] },
          ],
        },
      },
      ...(arrows.length > 0 ? arrowLayers(arrows, encoding) : []),
    ],
    resolve: { scale: { color: 'independent', shape: 'independent' } },
  });
}

/** Where the outermost cells end. */
function edges(axis: readonly number[]): [number, number] {
  const half = (axis[1]! - axis[0]!) / 2;
  return [axis[0]! - half, axis.at(-1)! + half];
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
  value: SurfaceValue,
  title: string | undefined,
): string {
  const [low, high] = extent(values);
  const arrows = longest > 0 ? ` The longest arrow is a gradient of ${formatNumber(longest)}.` : '';
  return (
    `${title ? `${title}: ` : ''}${real} real and ${generated} generated points in the plane; ` +
    `${valueTitle[value]} from ${formatNumber(low)} to ${formatNumber(high)}.${arrows}`
  );
}
