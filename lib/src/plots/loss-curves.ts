import { quantitativeAxis } from './axis';
import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { column, listed, requireSameLength, type NumericColumns } from './check';
import { decimate, evenlySpaced, formatNumber, round5, runningMedian } from './series';
import { categorical, dashes, size } from './theme';
import { hoverPoint, zoom } from './interaction';
import { humanise } from './humanise';

/** A training run to be compared with others. */
export interface Series {
  /** What is different about it, as the text says it: `λ = 1`. */
  readonly name: string;
  readonly history: NumericColumns;
}

export interface LossCurvesOptions {
  /** Which columns; by default all whose name holds "loss". */
  readonly columns?: readonly string[];
  /** The column that runs along the bottom. */
  readonly x?: string;
  /** Of what the losses are measured in: `nats`. */
  readonly unit?: string;
  /** How many values the median is taken over; by default a tenth of them, at most 51. */
  readonly window?: number;
  /** Logarithmic vertical axis; symmetric about zero where a loss is not positive. */
  readonly log?: boolean;
  readonly title?: string;
}

/** Points a line has at most: more cannot be told apart. */
const POINTS = 300;

/**
 * Losses over training: faint as they were, bold as a running median. The losses of one run share a panel; several
 * runs are overlaid, one panel for each loss.
 *
 * @param runs the columns of one history (numbers by step, NaN where not measured), or several named runs.
 * @throws RangeError in one line: no such column, nothing to draw, columns of unequal length.
 *
 * @example
 * lossCurves({ step: [1, 2, 3], 'discriminator loss': [1.4, 1.3, 1.2] }, { unit: 'nats' });
 * lossCurves([{ name: 'λ = 0', history: plain }, { name: 'λ = 1', history: informed }], { log: true });
 */
export function lossCurves(
  runs: NumericColumns | readonly Series[],
  { columns, x = 'step', unit, window, log = false, title }: LossCurvesOptions = {},
): VegaLiteChart {
  const named: readonly Series[] = Array.isArray(runs)
    ? runs
    : [{ name: '', history: runs as NumericColumns }];
  const [first] = named;
  if (!first) throw new RangeError('lossCurves: there is no run to draw');
  if (window !== undefined && !(window >= 1))
    throw new RangeError(`lossCurves: window must be at least 1 value, not ${window}`);
  const losses = columns ?? lossColumns(first.history);
  const overlaid = named.length > 1;
  const rows = named.flatMap((run) => losses.flatMap((loss) => curve(run, loss, x, window, overlaid)));
  const positive = rows.every(({ y }) => y > 0);
  const yTitle = unit ? `loss (${unit})` : 'loss';
  const scale = log ? { type: positive ? 'log' : 'symlog' } : {};
  const axes = {
    x: quantitativeAxis(
      'x',
      x,
      rows.map((row) => row.x),
    ),
    y: quantitativeAxis(
      'y',
      yTitle,
      rows.map((row) => row.y),
      scale,
    ),
  };
  return vegaLite(sentence(named, losses, rows), {
    ...(title && { title }),
    data: { values: rows },
    ...panels(overlaid, losses, { ...size, layer: layers(axes, overlaid) }),
  });
}

interface Row {
  readonly x: number;
  readonly y: number;
  readonly series: string;
  readonly loss: string;
  readonly part: 'raw' | 'median';
}

function lossColumns(history: NumericColumns): string[] {
  const losses = Object.keys(history).filter((name) => /loss/i.test(name));
  if (losses.length === 0) {
    throw new RangeError(
      `lossCurves: no column is named like a loss; choose with {columns: […]} from ${listed(Object.keys(history))}`,
    );
  }
  return losses;
}

function curve(
  { name, history }: Series,
  loss: string,
  x: string,
  window: number | undefined,
  overlaid: boolean,
): Row[] {
  const where = name ? `lossCurves, run "${name}"` : 'lossCurves';
  const steps = column(history, x, where);
  const values = column(history, loss, where);
  requireSameLength(steps, values, `columns "${x}" and "${loss}"`, where);
  const row = (part: Row['part'], i: number, y: number): Row => ({
    x: round5(steps[i]!),
    y: round5(y),
    series: overlaid ? name : humanise(loss),
    loss: humanise(loss),
    part,
  });
  const at = evenlySpaced(values.length, POINTS);
  const medians = runningMedian(values, window ?? Math.min(51, values.length / 10), at);
  return [
    ...decimate(values, POINTS).map((i) => row('raw', i, values[i]!)),
    ...at.map((i, k) => row('median', i, medians[k]!)).filter(({ y }) => Number.isFinite(y)),
  ];
}

function panels(overlaid: boolean, losses: readonly string[], panel: Spec): Spec {
  if (!overlaid || losses.length === 1) return panel;
  return {
    facet: { row: { field: 'loss', type: 'nominal', title: null, sort: losses.map(humanise) } },
    spec: panel,
    resolve: { scale: { y: 'independent' } },
  };
}

function layers(axes: { readonly x: Spec; readonly y: Spec }, overlaid: boolean): Spec[] {
  const series = {
    field: 'series',
    type: 'nominal',
    title: overlaid ? 'run' : null,
    sort: null,
    legend: { symbolType: 'stroke', symbolOpacity: 1 },
  };
  const encoding = {
    ...axes,
    color: { ...series, scale: { range: categorical } },
  };
  const only = (part: Row['part']): Spec[] => [{ filter: { field: 'part', equal: part } }];
  return [
    {
      transform: only('raw'),
      mark: { type: 'line', strokeWidth: 1, opacity: 0.35 },
      encoding,
      params: [zoom],
    },
    {
      transform: only('median'),
      mark: { type: 'line', strokeWidth: 3 },
      encoding: { ...encoding, strokeDash: { ...series, scale: { range: dashes } } },
    },
    hoverPoint(only('median'), encoding, [
      { field: 'x', type: 'quantitative', title: axes.x['title'] },
      { field: 'series', type: 'nominal', title: overlaid ? 'run' : 'loss' },
      { field: 'y', type: 'quantitative', title: `${String(axes.y['title'])}, median`, format: '.4~g' },
    ]),
  ];
}

function sentence(runs: readonly Series[], losses: readonly string[], rows: readonly Row[]): string {
  const parts = runs.flatMap(({ name }) =>
    losses.map(humanise).map((loss) => {
      const line = rows.filter(
        (row) => row.part === 'median' && row.loss === loss && row.series === (runs.length > 1 ? name : loss),
      );
      const change = `from ${formatNumber(line[0]!.y)} to ${formatNumber(line.at(-1)!.y)}`;
      return runs.length > 1 ? `${loss} (${name}) ${change}` : `${loss} ${change}`;
    }),
  );
  const last = Math.max(...rows.map((row) => row.x));
  return `Losses up to step ${formatNumber(last)}, running median: ${parts.join('; ')}.`;
}
