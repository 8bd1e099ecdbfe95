import { display, type Bundle, type Display } from '../kernel';
import type { Chart } from './chart';
import { toPng, toSvg, toVega } from './render';
import type { Theme } from './theme';

export interface ShowOptions {
  /** Colours of what cannot take them from the page: pictures, plotly's charts and static copies. */
  readonly theme?: Theme;
}

/**
 * Shows a chart below the cell that runs; outside a notebook, its sentence on the standard output.
 *
 * @returns what was shown, which `update` replaces where it stands.
 *
 * @example
 * await plots.show(plots.lossCurves(history));
 */
export async function show(chart: Chart, options: ShowOptions = {}): Promise<Display> {
  return display(await bundle(chart, options));
}

/**
 * A chart in all its forms, by MIME type: interactive where the front end can, a static picture where it cannot, and
 * a sentence for readers who do not see it.
 */
export async function bundle(chart: Chart, { theme = 'light' }: ShowOptions = {}): Promise<Bundle> {
  const text = { 'text/plain': chart.text };
  switch (chart.kind) {
    case 'vega-lite':
      return {
        ...text,
        'image/svg+xml': await toSvg(chart, theme),
        'application/vnd.vega.v5+json': await toVega(chart),
      };
    case 'picture':
      return { ...text, 'image/png': await toPng(chart, theme) };
    case 'plotly':
      return {
        ...(await bundle(chart.still, { theme })),
        ...text,
        'application/vnd.plotly.v1+json': chart.figure,
      };
    case 'page':
      return { ...text, 'text/html': chart.html };
  }
}
