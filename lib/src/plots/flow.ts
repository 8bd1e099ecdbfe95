import { arrowBetween, arrowLayers } from './arrows';
import { quantitativeAxis } from './axis';
import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { readPairs, type Points } from './plane';
import { round5 } from './series';
import { categorical, inkAnywhere, roles } from './theme';

/** Arrows in the plane, and what stands or moves between them; all points `[count, 2]`. */
export interface Flow {
  /** Where the arrows begin and where they end, pair by pair. */
  readonly from: Points;
  readonly to: Points;
  /** Points of either kind. */
  readonly real?: Points;
  readonly generated?: Points;
  /** Lines through points in their order, by name: trajectories. */
  readonly paths?: Readonly<Record<string, Points>>;
}

export interface FlowOptions {
  /** Titles of the axes, with units. */
  readonly x?: string;
  readonly y?: string;
  readonly title?: string;
}

/**
 * Arrows in the plane: a transport plan (from each generated point to the real one that it is moved to), or a vector
 * field with trajectories.
 *
 * @throws RangeError in one line if points are not pairs, or there is not one end for each beginning.
 *
 * @example
 * flow({ from: generated, to: real, real, generated }, { title: 'the cheapest plan' });
 */
export function flow(
  { from, to, real = [], generated = [], paths = {} }: Flow,
  { x = 'x', y = 'y', title }: FlowOptions = {},
): VegaLiteChart {
  const [starts, ends] = [readPairs(from, 'from', 'flow'), readPairs(to, 'to', 'flow')];
  if (starts.length !== ends.length)
    throw new RangeError(`flow: there are ${ends.length} ends for ${starts.length} beginnings`);
  const arrows = starts.map((start, i) => arrowBetween(start, ends[i]!));
  const named = Object.entries(paths).map(([name, points]) => ({
    name,
    points: readPairs(points, name, 'flow'),
  }));
  const dots = [
    ...readPairs(real, 'real', 'flow').map((point) => ({ ...point, points: 'real' })),
    ...readPairs(generated, 'generated', 'flow').map((point) => ({ ...point, points: 'generated' })),
  ];
  const all = [...starts, ...ends, ...dots, ...named.flatMap(({ points }) => points)];
  const axis = (name: 'x' | 'y', text: string): Spec =>
    quantitativeAxis(
      name,
      text,
      all.map((point) => point[name]),
    );
  const encoding = { x: axis('x', x), y: axis('y', y) };
  const text = [
    `${title ? `${title}: ` : ''}${arrows.length} arrows`,
    ...named.map(({ name, points }) => `${name}: ${points.length} points`),
  ].join('; ');
  return vegaLite(`${text}.`, {
    ...(title && { title }),
    width: 320,
    height: 320,
    layer: [
      {
        data: {
          values: named.flatMap(({ name, points }) =>
            points.map((point, order) => ({ path: name, order, x: round5(point.x), y: round5(point.y) })),
          ),
        },
        mark: { type: 'line', strokeWidth: 2.5 },
        encoding: {
          ...encoding,
          order: { field: 'order' },
          color: colour(
            'path',
            named.map(({ name }) => name),
            categorical,
          ),
        },
      },
      {
        data: { values: dots.map((dot) => ({ ...dot, x: round5(dot.x), y: round5(dot.y) })) },
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: {
          ...encoding,
          color: colour('points', ['real', 'generated'], [roles.real, roles.generated], dots.length > 0),
          shape: {
            field: 'points',
            type: 'nominal',
            title: null,
            scale: { domain: ['real', 'generated'], range: ['circle', 'diamond'] },
            ...(dots.length > 0 ? {} : { legend: null }),
          },
        },
      },
      ...arrowLayers(arrows, encoding, inkAnywhere),
    ],
    resolve: { scale: { color: 'independent', shape: 'independent' } },
  });
}

const colour = (
  field: string,
  domain: readonly string[],
  range: readonly string[],
  shown = domain.length > 1,
): Spec => ({
  field,
  type: 'nominal',
  title: null,
  scale: { domain, range },
  ...(shown ? {} : { legend: null }),
});
