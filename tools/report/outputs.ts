/** What is in the outputs of an executed notebook. */
import type { Notebook, Output } from './notebook.ts';

/** What a notebook found: the values of all its calls of `notebook.result`. */
export type Results = Readonly<Record<string, number | string | boolean>>;

/** An output, and the index of its cell. */
export interface Placed {
  readonly cell: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** All that was displayed, in order. */
export function displayed({ cells }: Notebook): Placed[] {
  return cells.flatMap(({ outputs = [] }, cell) =>
    outputs.flatMap(({ data }: Output) => (data ? [{ cell, data }] : [])),
  );
}

export function results(notebook: Notebook): Results {
  const bundles = displayed(notebook).map(({ data }) => data['application/vnd.gan.result+json'] as Results);
  return Object.assign({}, ...bundles) as Results;
}

/** Text of an output. */
export function textOf(data: Placed['data'], type: string): string | undefined {
  return data[type] as string | undefined;
}

/** The picture in an output, as an address that holds it all: a PNG, or else an SVG. */
export function pictureOf(data: Placed['data']): { address: string; description: string } | undefined {
  const description = textOf(data, 'text/plain') ?? '';
  const png = textOf(data, 'image/png');
  if (png !== undefined) return { address: `data:image/png;base64,${png.replaceAll('\n', '')}`, description };
  const svg = textOf(data, 'image/svg+xml');
  if (svg === undefined) return undefined;
  return { address: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, description };
}

/** A lesson's claims, and how many of them were met. */
export interface Scoreboard {
  /** The table. */
  readonly html: string;
  /** Its caption, as HTML. */
  readonly summary: string;
}

/** The table of `plots.scoreboard`, or else the first one below the heading "Scoreboard". */
export function scoreboard(notebook: Notebook): Scoreboard | undefined {
  const heading = notebook.cells.findIndex(
    ({ cell_type, source }) => cell_type === 'markdown' && /^#{2,3} +Scoreboard/im.test(source),
  );
  const tables = displayed(notebook).flatMap(({ cell, data }) => {
    const html = textOf(data, 'text/html');
    return html?.includes('<table') ? [{ cell, html }] : [];
  });
  const table =
    tables.find(({ html }) => html.includes('data-role="scoreboard"')) ??
    tables.find(({ cell }) => heading >= 0 && cell > heading);
  if (!table) return undefined;
  return { html: table.html, summary: /<caption[^>]*>([^<]*)/.exec(table.html)?.[1] ?? 'Scoreboard' };
}

/** The notebook's first heading, without its mark-up; undefined if it has none. */
export function title({ cells }: Notebook): string | undefined {
  return /^# +(.*)/
    .exec(cells[0]?.source ?? '')?.[1]
    ?.replaceAll('`', '')
    .trim();
}
