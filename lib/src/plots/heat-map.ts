import { vegaLite, type VegaLiteChart } from './chart';
import { requireFinite } from './check';
import { extent, formatNumber, round5 } from './series';
import { sequential } from './theme';

export interface HeatMapOptions {
  /** Titles of the axes. */
  readonly rows: string;
  readonly columns: string;
  /** What the values are, with their unit. */
  readonly value: string;
  /** One for each row, from the top, and column; by default their numbers from 0. */
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  readonly title?: string;
}

/** Up to how many cells show their value as a number. */
const WRITTEN = 144;

/**
 * A matrix as coloured cells: how often each code draws each digit, say. Cells that are not finite stay empty.
 *
 * @param matrix rows of values, all of one length.
 * @throws RangeError in one line if the matrix is empty or ragged, or labels do not fit.
 *
 * @example
 * heatMap(counts, { rows: 'category of the code', columns: 'digit', value: 'samples' });
 */
export function heatMap(matrix: readonly ArrayLike<number>[], options: HeatMapOptions): VegaLiteChart {
  const { rows, columns, value, title } = options;
  const width = matrix[0]?.length ?? 0;
  const ragged = matrix.findIndex((row) => row.length !== width);
  if (ragged >= 0) {
    throw new RangeError(`heatMap: row ${ragged} has ${matrix[ragged]!.length} values, row 0 has ${width}`);
  }
  const values = matrix.flatMap((row) => Array.from(row));
  requireFinite(values, 'the matrix', 'heatMap');
  const rowLabels = labelsFor(options.rowLabels, matrix.length, 'rowLabels');
  const columnLabels = labelsFor(options.columnLabels, width, 'columnLabels');
  const cells = values
    .map((cell, i) => ({
      row: rowLabels[Math.floor(i / width)]!,
      column: columnLabels[i % width]!,
      value: round5(cell),
    }))
    .filter((cell) => Number.isFinite(cell.value));
  const [low, high] = extent(values);
  const highest = cells.reduce((best, cell) => (cell.value > best.value ? cell : best));
  const encoding = {
    x: { field: 'column', type: 'nominal', title: columns, sort: columnLabels, axis: { labelAngle: 0 } },
    y: { field: 'row', type: 'nominal', title: rows, sort: rowLabels },
  };
  return vegaLite(
    `${title ? `${title}. ` : ''}${value} for ${matrix.length} × ${width} of ${rows} and ${columns}, ` +
      `${formatNumber(low)} to ${formatNumber(high)}; highest at ${rows} ${highest.row}, ${columns} ${highest.column}.`,
    {
      ...(title && { title }),
      data: { values: cells },
      width: { step: Math.max(12, Math.min(columnWidth(columnLabels), 560 / width)) },
      height: { step: Math.max(12, Math.min(34, 420 / matrix.length)) },
      layer: [
        {
          mark: { type: 'rect' },
          encoding: {
            ...encoding,
            color: { field: 'value', type: 'quantitative', title: value, scale: { scheme: sequential } },
            tooltip: [
              { field: 'row', title: rows },
              { field: 'column', title: columns },
              { field: 'value', type: 'quantitative', title: value },
            ],
          },
        },
        ...(values.length <= WRITTEN
          ? [
              {
                mark: { type: 'text' },
                encoding: {
                  ...encoding,
                  text: { field: 'value', type: 'quantitative', format: '.3~g' },
                  // Viridis is dark below its middle and light above.
                  color: {
                    condition: { test: `datum.value > ${low + 0.55 * (high - low)}`, value: '#000000' },
                    value: '#ffffff',
                  },
                },
              },
            ]
          : []),
      ],
    },
  );
}

/** Pixels in which the longest label stands clear of its neighbours; at least those of a number in a cell. */
const columnWidth = (labels: readonly string[]) =>
  Math.max(48, 12 + 8 * Math.max(...labels.map(({ length }) => length)));

function labelsFor(labels: readonly string[] | undefined, count: number, option: string): readonly string[] {
  if (labels && labels.length !== count) {
    throw new RangeError(`heatMap: ${option} has ${labels.length} labels for ${count}`);
  }
  return labels ?? Array.from({ length: count }, (_, i) => String(i));
}
