import { bin } from 'd3-array';
import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { requireFinite, requireSameLength } from './check';
import { extent, formatNumber, round5 } from './series';
import { categorical, roles, size } from './theme';

export interface BarsOptions {
  /** Titles of the axes, with units. */
  readonly x: string;
  readonly y: string;
  /** Standard errors: half the length of the whiskers. */
  readonly errors?: ArrayLike<number>;
  /** A value to compare with, and what it is. */
  readonly reference?: { readonly value: number; readonly name: string };
  readonly title?: string;
}

/**
 * One bar for each label. Values that are not finite leave a gap.
 *
 * @throws RangeError in one line if labels, values and errors differ in number, or no value is finite.
 *
 * @example
 * bars(['GAN', 'WGAN'], [33.1, 43.2], { x: 'system', y: 'Fréchet distance', errors: [2.1, 3.4] });
 */
export function bars(
  labels: readonly (string | number)[],
  values: ArrayLike<number>,
  { x, y, errors, reference, title }: BarsOptions,
): VegaLiteChart {
  requireFinite(values, `"${y}"`, 'bars');
  requireSameLength(labels, values, 'labels and values', 'bars');
  if (errors) requireSameLength(errors, values, 'errors and values', 'bars');
  const rows = labels
    .map((label, i) => {
      const value = round5(values[i]!);
      const error = errors?.[i] ?? NaN;
      const ends = { low: round5(value - error), high: round5(value + error) };
      return { label: String(label), value, ...(Number.isFinite(error) && ends) };
    })
    .filter(({ value }) => Number.isFinite(value));
  const horizontal = {
    field: 'label',
    type: 'nominal',
    title: x,
    sort: null,
    axis: { labelAngle: angle(labels) },
  };
  const layer: Spec[] = [
    {
      mark: { type: 'bar', color: roles.real },
      encoding: {
        x: horizontal,
        y: { field: 'value', type: 'quantitative', title: y },
        tooltip: [
          { field: 'label', title: x },
          { field: 'value', type: 'quantitative', title: y },
        ],
      },
    },
  ];
  if (errors) {
    layer.push({
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x: horizontal, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
    });
  }
  if (reference) layer.push(...referenceLine(reference));
  const list = rows.map(({ label, value }) => `${label} ${formatNumber(value)}`).join(', ');
  return vegaLite(`${title ? `${title}. ` : ''}${y} by ${x}: ${list}.`, {
    ...(title && { title }),
    data: { values: rows },
    width: Math.max(160, Math.min(size.width, 64 * rows.length)),
    height: size.height,
    layer,
  });
}

/** Long labels are written upwards. */
function angle(labels: readonly (string | number)[]): number {
  const longest = Math.max(...labels.map((label) => String(label).length));
  return longest * labels.length > size.width / 8 && longest > 3 ? -40 : 0;
}

function referenceLine({ value, name }: { value: number; name: string }): Spec[] {
  const encoding = { y: { datum: value } };
  return [
    { mark: { type: 'rule', strokeDash: [6, 4], strokeWidth: 2, color: roles.reference }, encoding },
    {
      mark: { type: 'text', align: 'left', x: 'width', dx: 6, fontWeight: 'bold', color: roles.reference },
      encoding: { ...encoding, text: { value: name } },
    },
  ];
}

export interface HistogramOptions {
  /** Title of the horizontal axis, with its unit. */
  readonly x: string;
  /** Number of bins. */
  readonly bins?: number;
  readonly title?: string;
}

/**
 * How often values occur: the share of each group's values in each of equally wide bins. Values that are not finite
 * are left out.
 *
 * @param groups values, or several groups of them by name, overlaid.
 * @throws RangeError in one line if a group has no finite value.
 *
 * @example
 * histogram({ real: realLogits, generated: fakeLogits }, { x: 'logit of the discriminator' });
 */
export function histogram(
  groups: ArrayLike<number> | Readonly<Record<string, ArrayLike<number>>>,
  { x, bins = 30, title }: HistogramOptions,
): VegaLiteChart {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`histogram: bins must be at least 1, not ${bins}`);
  const named = isArrayLike(groups) ? { [x]: groups } : groups;
  const names = Object.keys(named);
  if (names.length === 0) throw new RangeError('histogram: there are no values');
  const [low, high] = extent(
    names.flatMap((name) => extent(requireFinite(named[name]!, `"${name}"`, 'histogram'))),
  );
  const top = high > low ? high : low + 1;
  const edges = Array.from({ length: bins + 1 }, (_, i) => low * (1 - i / bins) + top * (i / bins));
  const rows = names.flatMap((name) =>
    shares(named[name]!, edges).map((share, i) => ({
      group: name,
      from: round5(edges[i]!),
      to: round5(edges[i + 1]!),
      share: round5(share),
    })),
  );
  return vegaLite(
    `${title ? `${title}. ` : ''}Histogram of ${names.join(' and ')}, from ${formatNumber(low)} to ${formatNumber(high)}.`,
    {
      ...(title && { title }),
      data: { values: rows },
      ...size,
      mark: { type: 'bar', opacity: names.length > 1 ? 0.6 : 1, binSpacing: 0 },
      encoding: {
        x: {
          field: 'from',
          bin: 'binned',
          type: 'quantitative',
          title: x,
          scale: { zero: false, nice: false },
        },
        x2: { field: 'to' },
        y: {
          field: 'share',
          type: 'quantitative',
          stack: null,
          title: 'share of values',
          axis: { format: '%' },
        },
        color: {
          field: 'group',
          type: 'nominal',
          sort: null,
          title: null,
          scale: { range: categorical },
          legend: names.length > 1 ? {} : null,
        },
        tooltip: [
          ...(names.length > 1 ? [{ field: 'group', title: 'values' }] : []),
          { field: 'from', type: 'quantitative', title: `${x}, from` },
          { field: 'to', type: 'quantitative', title: `${x}, to` },
          { field: 'share', type: 'quantitative', title: 'share', format: '.1%' },
        ],
      },
    },
  );
}

function isArrayLike(groups: object): groups is ArrayLike<number> {
  return Array.isArray(groups) || ArrayBuffer.isView(groups);
}

/** Share of the finite values between each two neighbouring edges. */
function shares(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const finite = Array.from(values).filter(Number.isFinite);
  const domain: [number, number] = [edges[0]!, edges.at(-1)!];
  const counted = bin().domain(domain).thresholds(edges.slice(1, -1))(finite);
  return counted.map(({ length }) => length / finite.length);
}
