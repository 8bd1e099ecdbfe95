import { bars } from './bars';
import type { PlotlyChart } from './chart';
import { requireFinite, requireSameLength } from './check';
import { plotly, slider } from './plotly';
import { extent } from './series';
import { categorical } from './theme';

/** The bars at one place of the slider. */
export interface BarsMoment {
  readonly at: number;
  readonly values: readonly number[];
}

export interface MovingBarsOptions {
  /** Titles: of the labels and of the values, with units. */
  readonly x: string;
  readonly y: string;
  /** What the slider moves. */
  readonly slider: string;
  readonly title?: string;
}

/**
 * Bars that change with one number, which a slider moves: the axis stays, so that the bars alone move. Standing still it
 * is the last moment.
 *
 * @param labels one a bar
 * @param moments in the order of the slider
 * @throws RangeError in one line if there are no moments, or one has not a value for each label
 *
 * @example
 * movingBars(['I', 'L_I'], beliefs.map((at) => ({ at, values: [0.46, bound(at)] })), { x: '', y: 'nats', slider: 'belief' });
 */
export function movingBars(
  labels: readonly string[],
  moments: readonly BarsMoment[],
  { x, y, slider: moved, title }: MovingBarsOptions,
): PlotlyChart {
  const last = moments.at(-1);
  if (!last) throw new RangeError('movingBars: there are no moments');
  for (const { at, values } of moments) {
    requireFinite(values, `"${y}" at ${at}`, 'movingBars');
    requireSameLength(labels, values, `labels and values at ${at}`, 'movingBars');
  }
  const [low, high] = extent(moments.flatMap(({ values }) => values));
  const room = 0.05 * (high - low);
  const colours = labels.map((_, i) => categorical[i % categorical.length]!);
  const trace = (values: readonly number[]) => [
    {
      type: 'bar',
      x: labels,
      y: values,
      marker: { color: colours },
      text: values.map((value) => value.toFixed(2)),
      textposition: 'outside',
      cliponaxis: false,
      hoverinfo: 'skip',
    },
  ];
  const fallback = bars(labels, last.values, {
    x,
    y,
    title: `${title ? `${title}, ` : ''}${moved} ${last.at}`,
  });
  return plotly(
    `${moments.length} moments, ${moved} ${moments[0]!.at} to ${last.at}. ${fallback.text}`,
    {
      data: trace(last.values),
      frames: moments.map(({ at, values }) => ({ name: String(at), data: trace(values) })),
      layout: {
        ...(title && { title: { text: title, font: { size: 14 } } }),
        width: 560,
        height: 460,
        xaxis: { title: { text: x } },
        yaxis: { title: { text: y }, range: [Math.min(-room, low - 2 * room), high + 2 * room] },
        ...slider(
          moments.map(({ at }) => String(at)),
          `${moved} `,
        ),
      },
    },
    fallback,
  );
}
