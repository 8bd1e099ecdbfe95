import { vegaLite, type PlotlyChart, type Spec } from './chart';
import { requireSameLength } from './check';
import type { TensorLike } from './images';
import { packed, plotly } from './plotly';
import { round5 } from './series';
import { categorical, size } from './theme';

export interface EmbeddingOptions {
  /** A group for each point: its digit, or where it comes from. */
  readonly groups?: ArrayLike<number | string>;
  /** Titles of the three axes. */
  readonly axes?: readonly [string, string, string];
  readonly title?: string;
}

/** Marks that tell groups apart beside their colours. */
const SYMBOLS = ['circle', 'diamond', 'square', 'cross', 'x', 'circle-open', 'diamond-open', 'square-open'];

/** Points of the static copy at most. */
const POINTS = 400;

/**
 * Points in space that can be turned: latents or features, brought to three dimensions (by principal components, say).
 * Standing still it is the first two. Points that are not finite are left out.
 *
 * @param points `[count, 3]`: a tensor, or x, y and z of each in turn.
 * @throws RangeError in one line if the points are not triples, none is finite, or the groups differ in number.
 *
 * @example
 * embedding3d(components, { groups: labels, axes: ['PC 1', 'PC 2', 'PC 3'] });
 */
export function embedding3d(
  points: TensorLike | ArrayLike<number>,
  { groups, axes = ['component 1', 'component 2', 'component 3'], title }: EmbeddingOptions = {},
): PlotlyChart {
  const triples = readTriples(points);
  if (groups) requireSameLength(triples, groups, 'points and groups', 'embedding3d');
  const finite = triples
    .map((at, i) => ({ at, group: groups ? String(groups[i]) : '' }))
    .filter(({ at }) => at.every(Number.isFinite));
  if (finite.length === 0) throw new RangeError(`embedding3d: none of ${triples.length} points is finite`);
  const found = [...new Set(finite.map(({ group }) => group))];
  const names = found.every((name) => Number.isFinite(Number(name)))
    ? found.sort((a, b) => Number(a) - Number(b))
    : found;
  const colour = (i: number): string => categorical[i % categorical.length]!;
  const data = names.map((name, i): Spec => {
    const members = finite.filter(({ group }) => group === name);
    const along = (axis: 0 | 1 | 2): Spec => packed(members.map(({ at }) => at[axis]));
    const marker = { size: 3.5, color: colour(i), symbol: SYMBOLS[i % SYMBOLS.length] };
    const trace = { type: 'scatter3d', mode: 'markers', name, marker, showlegend: names.length > 1 };
    return { ...trace, x: along(0), y: along(1), z: along(2), hovertemplate: `${name}<extra></extra>` };
  });
  const [x, y, z] = axes.map((text) => ({ title: { text } }));
  const scene = { xaxis: x, yaxis: y, zaxis: z, camera: { eye: { x: 1.5, y: 1.5, z: 1.1 } } };
  const groupsSentence =
    names.length > 1 ? ` in ${names.length} groups (${names.slice(0, 12).join(', ')})` : '';
  const text = `${title ? `${title}: ` : ''}${finite.length} points${groupsSentence} along ${axes.join(', ')}.`;
  const fallback = vegaLite(text, {
    ...(title && { title }),
    data: {
      values: finite.slice(0, POINTS).map(({ at, group }) => ({ x: round5(at[0]), y: round5(at[1]), group })),
    },
    ...size,
    mark: { type: 'point', filled: true, size: 30, aria: false },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: axes[0], scale: { zero: false } },
      y: { field: 'y', type: 'quantitative', title: axes[1], scale: { zero: false } },
      ...(names.length > 1 && {
        color: {
          field: 'group',
          type: 'nominal',
          title: null,
          scale: { domain: names, range: names.map((_, i) => colour(i)) },
        },
      }),
    },
  });
  const layout = { ...(title && { title: { text: title } }), width: 720, height: 600, scene };
  return plotly(text, { data, layout }, fallback);
}

type Triple = readonly [number, number, number];

function readTriples(points: TensorLike | ArrayLike<number>): Triple[] {
  const tensor = 'dataSync' in points;
  const values = tensor ? points.dataSync() : points;
  if ((tensor && points.shape.at(-1) !== 3) || values.length % 3 !== 0) {
    const shape = tensor ? `the shape [${points.shape.join(', ')}]` : `${values.length} values`;
    throw new RangeError(`embedding3d: points must be [count, 3], not ${shape}`);
  }
  return Array.from({ length: values.length / 3 }, (_, i) => [
    values[3 * i]!,
    values[3 * i + 1]!,
    values[3 * i + 2]!,
  ]);
}
