import { arrowLayers, arrowLegend, arrowsOf, longestOf } from './arrows';
import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { requireFinite } from './check';
import { rasterise } from './rasterise';
import {
  colourDomain,
  nearest,
  outside,
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
  /** Titles of the axes; x and y by default. */
  readonly axes?: readonly [x: string, y: string];
  readonly title?: string;
}

/** What colours and lengths of arrows mean, where several pictures are to have one scale. */
interface Scale {
  /** Lowest, middle and highest value of the colours. */
  readonly colours: readonly [number, number, number];
  /** The gradient whose arrow is drawn longest. */
  readonly longest: number;
}

/** Side of the drawing area, alone and as one of several, in pixels. */
const SIDE = 420;
const PANEL = 280;

/** Points of either kind that are drawn at most. */
const POINTS = 500;

/**
 * A game in the plane: the surface as colours, real and generated points, and the arrows along which the generator is
 * pulled. Arrows have their lengths in proportion, the longest a fixed part of the picture; below the title stands what
 * it is, and how many generated points lie outside the picture.
 *
 * @throws RangeError in one line if points are not pairs, or there is not one gradient for each generated point.
 *
 * @example
 * toyWorld({ surface, real, generated, gradients }, { title: 'after a step of D' });
 */
export function toyWorld(world: ToyWorld, options: ToyWorldOptions = {}): VegaLiteChart {
  return draw(world, options, scaleOf([world], options));
}

/**
 * Games in the plane side by side. Colours and lengths of arrows mean the same in all of them.
 *
 * @param worlds by the title of the panel.
 * @throws RangeError in one line if there are none, or points are not pairs.
 *
 * @example
 * toyWorlds({ 'before': first, 'after': last }, { value: 'logit' });
 */
export function toyWorlds(
  worlds: Readonly<Record<string, ToyWorld>>,
  { value = 'probability', axes = ['x', 'y'], title }: ToyWorldOptions = {},
): VegaLiteChart {
  const named = Object.entries(worlds);
  if (named.length === 0) throw new RangeError('toyWorlds: there are no worlds');
  const scale = scaleOf(Object.values(worlds), { value });
  const panels = named.map(([name, world], i) =>
    draw(world, { value, axes, title: name }, scale, { side: PANEL, legend: i === named.length - 1 }),
  );
  return vegaLite([title, ...panels.map(({ text }) => text)].filter(Boolean).join('\n'), {
    ...(title && { title }),
    hconcat: panels.map(({ spec }) => spec),
    spacing: 24,
  });
}

/** The scale on which all of these can be compared. */
function scaleOf(worlds: readonly ToyWorld[], { value = 'probability' }: ToyWorldOptions): Scale {
  for (const { surface } of worlds) requireFinite(surface.values, 'the surface', 'toyWorld');
  return {
    colours: colourDomain(
      value,
      worlds.flatMap(({ surface }) => extent(surface.values)),
    ),
    longest: Math.max(...worlds.map(({ gradients }) => longestOf(gradients, 'toyWorld'))),
  };
}

function draw(
  world: ToyWorld,
  { value = 'probability', axes = ['x', 'y'], title }: ToyWorldOptions,
  { colours: [low, middle, high], longest }: Scale,
  { side = SIDE, legend = true } = {},
): VegaLiteChart {
  const { surface } = world;
  const real = readPoints(world.real, 'real', 'toyWorld').slice(0, POINTS);
  const all = readPoints(world.generated, 'generated', 'toyWorld');
  const generated = all.slice(0, POINTS);
  const arrows = arrowsOf(world, longest, 'toyWorld');
  const beyond = outside(surface, all);
  const notes = [
    ...arrowLegend(world, longestOf(world.gradients, 'toyWorld')),
    ...(beyond > 0 ? [`${beyond} of ${all.length} generated points lie outside`] : []),
  ];
  const [west, east] = edges(surface.x);
  const [south, north] = edges(surface.y);
  const axis = (name: 'x' | 'y', domain: readonly number[]): Spec => ({
    field: name,
    type: 'quantitative',
    title: axes[name === 'x' ? 0 : 1],
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
  const key = legend ? {} : { legend: null };
  return vegaLite(sentence(real.length, generated.length, surface, value, title, notes), {
    title: { text: title ?? '', subtitle: notes },
    width: side,
    height: side,
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
            ...key,
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
            ...key,
            scale: { domain: ['real', 'generated'], range: [roles.real, roles.generated] },
          },
          shape: {
            field: 'points',
            type: 'nominal',
            title: null,
            ...key,
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
      ...(arrows.length > 0 ? arrowLayers(arrows, encoding, arrowInk) : []),
    ],
    resolve: { scale: { color: 'independent', shape: 'independent' } },
  });
}

/** Where the outermost cells end. */
function edges(axis: readonly number[]): [number, number] {
  const half = (axis[1]! - axis[0]!) / 2;
  return [axis[0]! - half, axis.at(-1)! + half];
}

function sentence(
  real: number,
  generated: number,
  { values }: Surface,
  value: SurfaceValue,
  title: string | undefined,
  notes: readonly string[],
): string {
  const [low, high] = extent(values);
  return (
    [
      `${title ? `${title}: ` : ''}${real} real and ${generated} generated points in the plane; ` +
        `${valueTitle[value]} from ${formatNumber(low)} to ${formatNumber(high)}`,
      ...notes,
    ].join('; ') + '.'
  );
}
