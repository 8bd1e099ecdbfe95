/** From specifications to drawings, without a browser. The drawing libraries are loaded when something is drawn. */
import type { Picture, Spec, Still, VegaLiteChart } from './chart';
import { withoutHover } from './interaction';
import { escapeXml } from './markup';
import { colours, font, vegaConfig, type Theme } from './theme';

/**
 * The chart as a specification of Vega, which JupyterLab draws. It takes its text colour from the page, so it is drawn
 * as SVG rather than on a canvas.
 */
export async function toVega(chart: VegaLiteChart): Promise<Spec> {
  const { compile } = await import('vega-lite');
  const { spec } = compile(chart.spec as never, { config: vegaConfig() as never });
  return {
    ...spec,
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    description: chart.text,
    usermeta: { embedOptions: { renderer: 'svg', actions: { export: true, source: false, editor: false } } },
  };
}

/** The drawing as an SVG document with a background, legible anywhere. */
export async function toSvg(still: Still, theme: Theme): Promise<string> {
  return still.kind === 'picture' ? frame(still, theme) : drawn(still, theme);
}

async function drawn(chart: VegaLiteChart, theme: Theme): Promise<string> {
  const vega = await import('vega');
  const view = new vega.View(vega.parse((await toVega({ ...chart, spec: withoutHover(chart.spec) })) as never), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const { ink, paper } = colours[theme];
  const label = `role="img" aria-label="${escapeXml(chart.text)}"`;
  return svg.replace('<svg ', `<svg ${label} style="color:${ink};background:${paper}" color="${ink}" `);
}

function frame({ width, height, body }: Picture, theme: Theme): string {
  const { ink, paper } = colours[theme];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" color="${ink}" ` +
    `font-family="${escapeXml(font)}"><rect width="100%" height="100%" fill="${paper}"/>${body}</svg>`
  );
}

/** The picture as a PNG file of its own size in pixels. */
export async function toPng(picture: Picture, theme: Theme): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fontFile = (style: string): string => require.resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${style}.ttf`);
  return new Resvg(frame(picture, theme), {
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile(''), fontFile('-Bold')],
      defaultFontFamily: 'DejaVu Sans',
    },
  })
    .render()
    .asPng();
}
