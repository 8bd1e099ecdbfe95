import { display, type Bundle } from '../notebook';
import type { Chart } from './chart';
import { toPng, toSvg, toVega } from './render';

/**
 * Shows a chart below the cell that runs; outside a notebook, its sentence on the standard output.
 *
 * @example
 * await plots.show(plots.lossCurves(history));
 */
export async function show(chart: Chart): Promise<void> {
  display(await bundle(chart));
}

/**
 * A chart in all its forms, by MIME type: interactive where the front end can, a static picture where it cannot, and
 * a sentence for readers who do not see it.
 */
export async function bundle(chart: Chart): Promise<Bundle> {
  const text = { 'text/plain': chart.text };
  switch (chart.kind) {
    case 'vega-lite':
      return {
        ...text,
        'image/svg+xml': await toSvg(chart),
        'application/vnd.vega.v5+json': await toVega(chart),
      };
    case 'plotly':
      // Not a PNG: plotly's renderer would show that until the mouse is over it.
      return {
        ...text,
        'image/svg+xml': await toSvg(chart.fallback),
        'application/vnd.plotly.v1+json': chart.figure,
      };
    case 'picture':
      return { ...text, 'image/png': await toPng(chart) };
    case 'page':
      return { ...text, 'text/html': chart.html };
  }
}
