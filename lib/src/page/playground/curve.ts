import type { PageElement } from '../element';

/** Points that a curve is drawn with at most; where there are more, neighbours are averaged. */
const POINTS = 300;

/** A number over the steps, in bounded space. */
export class Curve {
  private points: (readonly [step: number, value: number])[] = [];
  /** Steps that one point stands for, and those of the point that is being gathered. */
  private width = 1;
  private pending: number[] = [];

  add(step: number, value: number): void {
    if (!Number.isFinite(value)) return;
    this.pending.push(value);
    if (this.pending.length < this.width) return;
    this.points.push([step, this.pending.reduce((a, b) => a + b) / this.pending.length]);
    this.pending = [];
    if (this.points.length < POINTS) return;
    this.points = this.points.flatMap(([at, right], i) =>
      i % 2 === 1 ? [[at, (right + this.points[i - 1]![1]) / 2] as const] : [],
    );
    this.width *= 2;
  }

  clear(): void {
    this.points = [];
    this.pending = [];
    this.width = 1;
  }

  get range(): readonly [low: number, high: number] {
    const values = this.points.map(([, value]) => value);
    return [Math.min(...values), Math.max(...values)];
  }

  get last(): number {
    return this.points.at(-1)?.[0] ?? 0;
  }

  /** As the points of an SVG polyline in a box of this size. */
  path([low, high]: readonly [number, number], end: number, width: number, height: number): string {
    const x = (step: number): string => ((step / Math.max(1, end)) * width).toFixed(1);
    const y = (value: number): string => (height - ((value - low) / (high - low || 1)) * height).toFixed(1);
    return this.points.map(([step, value]) => `${x(step)},${y(value)}`).join(' ');
  }
}

/** Size of a chart's box, as the page draws it. */
export const CHART = { width: 300, height: 90 } as const;

/** Draws curves by the name of their lines into a chart of the page, and writes its scale. */
export function drawCurves(
  chart: PageElement,
  curves: Readonly<Record<string, Curve>>,
  fixed?: readonly [low: number, high: number],
): void {
  const ranges = Object.values(curves)
    .map(({ range }) => range)
    .filter(([low]) => Number.isFinite(low));
  const range =
    fixed ??
    ([Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))] as const);
  const end = Math.max(...Object.values(curves).map(({ last }) => last));
  for (const [name, curve] of Object.entries(curves)) {
    const path = curve.path(range, end, CHART.width, CHART.height);
    chart.querySelector(`[data-line=${name}]`)!.setAttribute('points', path);
  }
  const text = (part: string, value: number): void => {
    chart.querySelector(`[data-label=${part}]`)!.textContent = Number.isFinite(value) ? short(value) : '';
  };
  text('high', range[1]);
  text('low', range[0]);
  chart.querySelector('[data-label=end]')!.textContent = `step ${end}`;
}

/** Three digits. */
export const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))).replace('-', '−') : '–';
