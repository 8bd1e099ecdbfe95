/** Lines that a notebook drew, read back from its charts of Vega. */
import type { Notebook } from './notebook.ts';
import { displayed } from './outputs.ts';

const VEGA = 'application/vnd.vega.v5+json';

export interface Curve {
  /** Cell and line: two runs of a notebook have the same curves. */
  readonly key: string;
  readonly name: string;
  /** Titles of the axes. */
  readonly axes: { readonly x: string; readonly y: string };
  readonly log: boolean;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A point of `plots.lines` or `plots.lossCurves`. */
interface Row {
  readonly x: number;
  readonly y: number;
  readonly line?: string;
  readonly series?: string;
  readonly loss?: string;
  readonly part?: 'raw' | 'median';
}

interface Group {
  readonly type?: string;
  readonly marks?: readonly Group[];
  readonly axes?: readonly { readonly orient: string; readonly title?: string }[];
  readonly scales?: readonly { readonly name: string; readonly type: string }[];
}

interface Spec extends Group {
  readonly data?: readonly { readonly values?: unknown }[];
}

export function curves(notebook: Notebook): Curve[] {
  return displayed(notebook).flatMap(({ cell, data }) =>
    data[VEGA] ? ofChart(data[VEGA] as Spec, cell) : [],
  );
}

function ofChart(spec: Spec, cell: number): Curve[] {
  const parts = groups(spec);
  if (!parts.some(({ type }) => type === 'line')) return [];
  const axis = (side: string): string =>
    parts.flatMap(({ axes = [] }) => axes).find(({ orient, title }) => orient === side && title)?.title ?? '';
  const scale = parts.flatMap(({ scales = [] }) => scales).find(({ name }) => /(^|_)y$/.test(name));
  const all = rowsOf(spec);
  const names = new Set(all.map(nameOf));
  return [...names].map((name) => ({
    key: `${cell}/${name}`,
    name,
    axes: { x: axis('bottom'), y: axis('left') },
    log: (scale?.type ?? '').includes('log'),
    x: all.filter((row) => nameOf(row) === name).map(({ x }) => x),
    y: all.filter((row) => nameOf(row) === name).map(({ y }) => y),
  }));
}

/** The points of a chart's lines; of losses the medians, and of overlaid runs the last, which is the notebook's own. */
function rowsOf({ data = [] }: Spec): Row[] {
  const rows = data.flatMap(({ values }) => (Array.isArray(values) ? (values as Row[]) : [])).filter(isPoint);
  const own = rows.findLast(({ series, loss }) => series !== loss)?.series;
  return rows.filter(
    ({ part, series }) => (part ?? 'median') === 'median' && (own === undefined || series === own),
  );
}

function isPoint(row: Row | null): boolean {
  return typeof row?.x === 'number' && typeof row.y === 'number' && nameOf(row) !== '';
}

function nameOf({ line, loss }: Row): string {
  return line ?? loss ?? '';
}

function groups(group: Group): Group[] {
  return [group, ...(group.marks ?? []).flatMap(groups)];
}
