import { quantitativeAxis } from './axis';
import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { requireFinite, requireSameLength } from './check';
import { zoom } from './interaction';
import { extent, formatNumber, round5 } from './series';
import { roles, sequential, size } from './theme';

/** Values, and what they are, with their unit: `Fréchet distance`. */
export interface Measured {
  readonly values: ArrayLike<number>;
  readonly title: string;
}

export interface ScatterOptions {
  /** Colour of the points, from dark to light: the step, say. */
  readonly colour?: Measured;
  /** Rank correlation of x and y, −1 to 1, from `metrics.spearman`; goes into the title. */
  readonly spearman?: number;
  /** Which axes are logarithmic, whose values must then be above 0: y (`true`), or both. */
  readonly log?: boolean | 'both';
  readonly title?: string;
}

/**
 * One point for each pair of values: a loss against the quality of the samples, say. Pairs with a value that is not a
 * number are left out.
 *
 * @throws RangeError in one line if the values differ in number, no pair is finite, or a logarithmic axis meets a value of 0 or less.
 *
 * @example
 * scatter({ values: loss, title: 'generator loss (nats)' }, { values: distance, title: 'Fréchet distance' }, {
 *   colour: { values: step, title: 'step' },
 *   spearman: metrics.spearman(loss, distance),
 * });
 */
export function scatter(
  x: Measured,
  y: Measured,
  { colour, spearman, log = false, title }: ScatterOptions = {},
): VegaLiteChart {
  for (const { values, title } of [x, y]) requireFinite(values, `"${title}"`, 'scatter');
  for (const { values, title } of colour ? [y, colour] : [y]) {
    requireSameLength(x.values, values, `"${x.title}" and "${title}"`, 'scatter');
  }
  const rows = Array.from(x.values, (value, i) => ({
    x: round5(value),
    y: round5(y.values[i]!),
    ...(colour && { colour: round5(colour.values[i]!) }),
  })).filter((row) => Number.isFinite(row.x) && Number.isFinite(row.y));
  if (rows.length === 0)
    throw new RangeError(`scatter: "${x.title}" and "${y.title}" are never finite together`);
  for (const axis of log === 'both' ? (['x', 'y'] as const) : log ? (['y'] as const) : [])
    if (rows.some((row) => row[axis] <= 0))
      throw new RangeError(
        `scatter: "${{ x, y }[axis].title}" is not above 0 everywhere, so it has no logarithmic axis`,
      );
  const rank = spearman === undefined ? '' : `Spearman ρ ${signed(spearman)}`;
  return vegaLite(sentence(x, y, rows.length, title, rank), {
    ...titled(title, rank),
    data: { values: rows },
    ...size,
    params: [zoom],
    mark: { type: 'point', filled: true, opacity: 0.9, stroke: 'currentColor', strokeWidth: 0.6 },
    encoding: {
      x: quantitativeAxis(
        'x',
        x.title,
        rows.map((row) => row.x),
        log === 'both' ? logarithmic : {},
      ),
      y: quantitativeAxis(
        'y',
        y.title,
        rows.map((row) => row.y),
        log ? logarithmic : {},
      ),
      color: colour
        ? { field: 'colour', type: 'quantitative', title: colour.title, scale: { scheme: sequential } }
        : { value: roles.real },
      tooltip: [
        { field: 'x', title: x.title },
        { field: 'y', title: y.title },
        ...(colour ? [{ field: 'colour', title: colour.title }] : []),
      ],
    },
  });
}

const logarithmic = { type: 'log' };

function titled(title: string | undefined, rank: string): Spec {
  if (!title) return rank ? { title: rank } : {};
  return { title: rank ? { text: title, subtitle: rank } : title };
}

function signed(value: number): string {
  if (!Number.isFinite(value)) return 'is not defined';
  return `= ${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function sentence(x: Measured, y: Measured, count: number, title = '', rank: string): string {
  const range = ({ title, values }: Measured): string => {
    const [low, high] = extent(values);
    return `${title} from ${formatNumber(low)} to ${formatNumber(high)}`;
  };
  const parts = [title, `${count} points: ${range(x)}, ${range(y)}`, rank].filter(Boolean);
  return `${parts.join('. ')}.`;
}
