import { quantitativeAxis } from './axis';
import { vegaLite, type VegaLiteChart } from './chart';
import { requireFinite, requireSameLength } from './check';
import { hoverPoint, zoom } from './interaction';
import { decimate, extent, formatNumber, round5 } from './series';
import { categorical, dashes, size } from './theme';

/** A line: values of y at values of x. */
export interface Line {
  /** As the text calls it: `D*, exact`. */
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Marks at the points and no line between them: measurements beside a curve. */
  readonly marks?: boolean;
}

export interface LinesOptions {
  /** Titles of the axes, with units. */
  readonly x: string;
  readonly y: string;
  /** Logarithmic vertical axis; symmetric about zero where a value is not positive. */
  readonly log?: boolean;
  /** Marks the points themselves: for few of them. */
  readonly points?: boolean;
  readonly title?: string;
}

/** Points a line has at most. */
const POINTS = 400;

/**
 * Functions or measurements as lines in one panel. Values that are not finite are left out.
 *
 * @throws RangeError in one line if there are no lines, or one has nothing to draw or x and y of unequal length.
 *
 * @example
 * lines([{ name: 'D*, exact', x, y: exact }, { name: 'D, learned', x, y: learned }], { x: 'x', y: 'D(x)' });
 */
export function lines(
  all: readonly Line[],
  { x: xTitle, y: yTitle, log = false, points = false, title }: LinesOptions,
): VegaLiteChart {
  if (all.length === 0) throw new RangeError('lines: there is no line to draw');
  const rows = all.flatMap(({ name, x, y, marks = false }) => {
    requireFinite(y, `"${name}"`, 'lines');
    requireSameLength(x, y, `x and y of "${name}"`, 'lines');
    return decimate(y, POINTS / 2).map((i) => ({ line: name, marks, x: round5(x[i]!), y: round5(y[i]!) }));
  });
  const scale = log ? { type: rows.every(({ y }) => y > 0) ? 'log' : 'symlog' } : {};
  const legend = all.length > 1 ? { symbolType: 'stroke' } : null;
  const line = { field: 'line', type: 'nominal', title: null, sort: null, legend };
  const encoding = {
    x: quantitativeAxis(
      'x',
      xTitle,
      rows.map((row) => row.x),
      { nice: false },
    ),
    y: quantitativeAxis(
      'y',
      yTitle,
      rows.map((row) => row.y),
      scale,
    ),
    color: { ...line, scale: { range: categorical } },
  };
  return vegaLite(sentence(all, xTitle, yTitle, title), {
    ...(title && { title }),
    data: { values: rows },
    ...size,
    layer: [
      {
        transform: [{ filter: '!datum.marks' }],
        mark: { type: 'line', strokeWidth: 3, point: points },
        encoding: { ...encoding, strokeDash: { ...line, scale: { range: dashes } } },
        params: [zoom],
      },
      ...(all.some(({ marks }) => marks)
        ? [
            {
              transform: [{ filter: 'datum.marks' }],
              mark: { type: 'point', size: 110, opacity: 1 },
              encoding,
            },
          ]
        : []),
      hoverPoint([], encoding, [
        { field: 'line', title: 'line' },
        { field: 'x', type: 'quantitative', title: xTitle },
        { field: 'y', type: 'quantitative', title: yTitle },
      ]),
    ],
  });
}

function sentence(all: readonly Line[], xTitle: string, yTitle: string, title: string | undefined): string {
  const parts = all.map(({ name, y }) => {
    const [low, high] = extent(y);
    return `${name} from ${formatNumber(low)} to ${formatNumber(high)}`;
  });
  return `${title ? `${title}. ` : ''}${yTitle} over ${xTitle}: ${parts.join('; ')}.`;
}
