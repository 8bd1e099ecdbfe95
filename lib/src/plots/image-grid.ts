import type { Picture } from './chart';
import { dataUri, encodePng, mosaic, toPixels, type Images } from './images';
import { escapeXml } from '../notebook';

export interface ImageGridOptions {
  /** Images in a row; by default as near to a square as can be, or one for each column label. */
  readonly columns?: number;
  /** One for each row, from the top. */
  readonly rowLabels?: readonly string[];
  /** One for each column, from the left. */
  readonly columnLabels?: readonly string[];
  readonly title?: string;
  /** Values that are black and white, for images that are not stored bytes. */
  readonly range?: readonly [number, number];
  /** Pixels on the screen for one of the image; by default as many as make an image about 56 wide. */
  readonly scale?: number;
}

/** Heights of lines of text, in pixels; a character is about 0.6 of its size wide. */
const LABEL = 14;
const TITLE = 17;
const CHARACTER = 0.62;
const MARGIN = 10;

/**
 * Images in rows and columns, as one PNG.
 *
 * @param images `[count, height, width, 1 or 3]`, values in [−1, 1] unless `range` says otherwise; row by row.
 * @throws RangeError in one line if the shape is none of images or the labels do not fit the rows and columns.
 *
 * @example
 * imageGrid(samples); // 64 samples: 8 × 8
 * imageGrid(sweep, { rowLabels: codes.map((c) => `c = ${c}`), columns: 10 }); // a row for each code
 */
export function imageGrid(images: Images, options: ImageGridOptions = {}): Picture {
  const { rowLabels = [], columnLabels = [], title, range } = options;
  const pixels = toPixels(images, 'imageGrid', range);
  const columns = chooseColumns(pixels.count, options);
  const rows = Math.ceil(pixels.count / columns);
  requireLabels(rowLabels, rows, 'rowLabels', 'rows');
  requireLabels(columnLabels, columns, 'columnLabels', 'columns');
  const scale = options.scale ?? Math.max(1, Math.round(56 / pixels.width));
  if (!(scale >= 1)) throw new RangeError(`imageGrid: scale must be at least 1, not ${scale}`);
  const gap = 2 / scale <= 1 ? 1 : 2;
  const grid = mosaic(pixels, columns, gap);
  const cell = { width: (pixels.width + gap) * scale, height: (pixels.height + gap) * scale };
  const upright = widest(columnLabels) > cell.width;
  const left = MARGIN + (rowLabels.length ? widest(rowLabels) + 8 : 0);
  const titleHeight = title ? TITLE + 10 : 0;
  const top = MARGIN + titleHeight + (columnLabels.length ? (upright ? widest(columnLabels) : LABEL) + 6 : 0);
  const drawn = { width: grid.width * scale, height: grid.height * scale };
  const body = [
    title && text(title, MARGIN, MARGIN + TITLE, `font-size="${TITLE}" font-weight="bold"`),
    ...columnLabels.map((label, i) => {
      const x = left + i * cell.width + (pixels.width * scale) / 2;
      return upright
        ? text(label, 0, 0, `transform="translate(${x + LABEL / 3} ${top - 6}) rotate(-90)"`)
        : text(label, x, top - 6, 'text-anchor="middle"');
    }),
    ...rowLabels.map((label, i) => {
      const y = top + i * cell.height + (pixels.height * scale) / 2 + LABEL / 3;
      return text(label, left - 8, y, 'text-anchor="end"');
    }),
    `<image x="${left}" y="${top}" width="${drawn.width}" height="${drawn.height}" ` +
      `image-rendering="optimizeSpeed" href="${dataUri(encodePng(grid))}"/>`,
  ];
  return {
    kind: 'picture',
    width:
      Math.ceil(Math.max(left + drawn.width, title ? MARGIN + TITLE * CHARACTER * title.length : 0)) + MARGIN,
    height: Math.ceil(top + drawn.height) + MARGIN,
    body: body.filter(Boolean).join(''),
    text: sentence(pixels, rows, columns, options),
  };
}

function chooseColumns(count: number, { columns, columnLabels, rowLabels }: ImageGridOptions): number {
  const chosen =
    columns ?? columnLabels?.length ?? Math.ceil(rowLabels ? count / rowLabels.length : Math.sqrt(count));
  if (!Number.isInteger(chosen) || chosen < 1) {
    throw new RangeError(`imageGrid: columns must be a whole number of at least 1, not ${chosen}`);
  }
  return chosen;
}

function requireLabels(labels: readonly string[], count: number, option: string, what: string): void {
  if (labels.length > 0 && labels.length !== count) {
    throw new RangeError(`imageGrid: ${option} has ${labels.length} labels for ${count} ${what}`);
  }
}

function widest(labels: readonly string[]): number {
  return Math.ceil(Math.max(0, ...labels.map((label) => label.length)) * LABEL * CHARACTER);
}

function text(content: string, x: number, y: number, attributes: string): string {
  const size = attributes.includes('font-size') ? '' : ` font-size="${LABEL}"`;
  return `<text x="${x}" y="${y}" fill="currentColor"${size} ${attributes}>${escapeXml(content)}</text>`;
}

function sentence(
  { count, height, width, notNumbers }: { count: number; height: number; width: number; notNumbers: number },
  rows: number,
  columns: number,
  { title, rowLabels, columnLabels }: ImageGridOptions,
): string {
  const span = (labels: readonly string[] | undefined): string =>
    labels?.length ? ` (${labels[0]} to ${labels.at(-1)})` : '';
  const broken = notNumbers ? ` ${notNumbers} pixels are not numbers and drawn pink.` : '';
  return (
    `${title ? `${title}: ` : ''}${count} images of ${height}×${width} pixels in ` +
    `${rows} rows${span(rowLabels)} and ${columns} columns${span(columnLabels)}.${broken}`
  );
}
