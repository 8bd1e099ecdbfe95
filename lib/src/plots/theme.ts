/**
 * One look for everything that is drawn. Every colour that carries meaning has a contrast of at least 3 : 1 to white
 * and to JupyterLab's dark grey, so a chart is legible on both; text takes the colour of the page around it.
 */

/** Static copies of charts, on a background of their own. */
export const onPaper = { ink: '#1a1a1e', paper: '#ffffff' } as const;

/** Text of what neither brings a background nor knows that of the page: legible on white and on black. */
export const inkAnywhere = '#7a7a7a';

/** What the two sides of the game are drawn in, here and in every legend. */
export const roles = {
  /** Real data, and the discriminator or critic that defends it. */
  real: '#0077bb',
  /** Generated data, and the generator that makes it. */
  generated: '#d55e00',
  /** References, targets, values that are known exactly. */
  reference: '#009977',
} as const;

/**
 * Colours of series, in order. The first three differ strongly for readers with any of the common colour-vision
 * deficiencies; beyond them the dash patterns tell lines apart.
 */
export const categorical: readonly string[] = [
  roles.real,
  roles.generated,
  roles.reference,
  '#a23b96',
  '#667777',
  '#a67c00',
];

/** Dash patterns of series, in the order of `categorical`. */
export const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 2, 2, 2],
  [4, 4],
  [12, 3],
];

/** From little to much. */
export const sequential = 'viridis';

/** From generated (0) over undecided to real (1), pale enough for points to be seen on it. */
export const diverging: readonly string[] = ['#f0a273', '#f7d3bb', '#f4f4f4', '#c2e0f2', '#85c0e6'];

/** Arrows on these. */
export const arrowInk = '#2b2b2b';

/** The value of a pixel that is not a number. */
export const notANumber: readonly [number, number, number] = [255, 0, 128];

export const font = "'DejaVu Sans', Verdana, system-ui, sans-serif";

/** Default size of a chart's drawing area, in pixels. */
export const size = { width: 560, height: 300 } as const;

/** Vega-Lite's configuration: large type, and axes in the page's own text colour. */
export function vegaConfig(): Readonly<Record<string, unknown>> {
  const ink = 'currentColor';
  const text = {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 13,
    titleFontSize: 14,
    titleFontWeight: 'bold',
  };
  return {
    background: 'transparent',
    font,
    padding: 8,
    axis: {
      ...text,
      domainColor: ink,
      tickColor: ink,
      gridColor: ink,
      gridOpacity: 0.15,
      titlePadding: 8,
      labelFlush: false,
      labelSeparation: 5,
    },
    legend: { ...text, titleLimit: 420, labelLimit: 320, symbolStrokeWidth: 3 },
    header: text,
    title: {
      color: ink,
      subtitleColor: ink,
      fontSize: 16,
      subtitleFontSize: 13,
      anchor: 'start',
      offset: 12,
    },
    view: { stroke: 'transparent' },
    range: { category: categorical, heatmap: { scheme: sequential }, ramp: { scheme: sequential } },
    line: { strokeWidth: 2.5 },
    point: { filled: true, size: 60 },
    rule: { color: ink },
    text: { color: ink, fontSize: 13 },
  };
}
