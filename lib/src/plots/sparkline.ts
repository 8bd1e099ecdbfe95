import type { NumericColumns } from './check';
import { humanise } from './humanise';
import { escapeXml } from '../notebook';
import { decimate, extent, formatNumber } from './series';
import { categorical, font, inkAnywhere } from './theme';

/** Points a line has at most. */
const POINTS = 200;

const WIDTH = 360;
const HEIGHT = 132;
/** Of the text, in pixels. */
const TEXT = 12;
/** Names of lines that stand side by side. */
const ABREAST = 2;

/**
 * A chart the size of a stamp, drawn in well under a millisecond: for what changes several times a second. The lines
 * share one scale, whose ends are written at the left.
 *
 * @returns an SVG document that is legible on white and on black, or nothing if no value is finite.
 */
export function sparkline(x: ArrayLike<number>, columns: NumericColumns): string {
  const names = Object.keys(columns).filter((name) => decimate(columns[name]!, 1).length > 0);
  if (names.length === 0) return '';
  const [low, high] = extent(names.flatMap((name) => extent(columns[name]!)));
  const [first, last] = extent(x);
  const across = (value: number): number => 4 + ((value - first) / (last - first || 1)) * (WIDTH - 8);
  const down = (value: number): number =>
    TEXT + 6 + (1 - (value - low) / (high - low || 1)) * (HEIGHT - 3 * TEXT - 14);
  const lines = names.map((name, i) => {
    const values = columns[name]!;
    const points = decimate(values, POINTS).map(
      (k) => `${across(x[k]!).toFixed(1)},${down(values[k]!).toFixed(1)}`,
    );
    const colour = categorical[i % categorical.length]!;
    // A single value is a dot.
    const mark =
      points.length > 1 ? '' : `<circle cx="${across(last)}" cy="${down(high)}" r="3" fill="${colour}"/>`;
    return `${mark}<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.6"/>`;
  });
  const column = (WIDTH - 8) / Math.min(names.length, ABREAST);
  const row = (i: number): number => Math.floor(i / ABREAST) * (TEXT + 4);
  const legend = names.map((name, i) => {
    const colour = categorical[i % categorical.length]!;
    const words = `${humanise(name)} ${formatNumber(lastFinite(columns[name]!))}`;
    return `<text x="${4 + (i % ABREAST) * column}" y="${HEIGHT - 4 + row(i)}" fill="${colour}" font-weight="bold">${escapeXml(words)}</text>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT + row(names.length - 1)}" ` +
    `font-family="${escapeXml(font)}" font-size="${TEXT}">` +
    `<text x="4" y="${TEXT}" fill="${inkAnywhere}">${formatNumber(high)}</text>` +
    `<text x="4" y="${HEIGHT - TEXT - 8}" fill="${inkAnywhere}">${formatNumber(low)}</text>` +
    `<text x="${WIDTH - 4}" y="${HEIGHT - TEXT - 8}" text-anchor="end" fill="${inkAnywhere}">` +
    `step ${formatNumber(last)}</text>${lines.join('')}${legend.join('')}</svg>`
  );
}

/** The last value that was measured; NaN if none was. */
export function lastFinite(values: ArrayLike<number>): number {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i]!;
  return NaN;
}
