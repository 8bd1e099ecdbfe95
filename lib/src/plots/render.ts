/** From specifications to drawings, without a browser. The drawing libraries are loaded when something is drawn. */
import type { Picture, Spec, VegaLiteChart } from './chart';
import { withoutHover } from './interaction';
import { escapeXml } from '../notebook';
import { font, inkAnywhere, onPaper, vegaConfig } from './theme';

/**
 * The chart as a specification of Vega, which JupyterLab draws. It takes its text colour from the page, so it is drawn
 * as SVG rather than on a canvas.
 */
export async function toVega(chart: VegaLiteChart): Promise<Spec> {
  const { compile } = await import('vega-lite');
  const { spec } = compile(chart.spec as never, { config: vegaConfig() });
  return {
    ...spec,
    $schema: 'https://vega.github.io/schema/vega/v5.json',
    description: chart.text,
    usermeta: { embedOptions: { renderer: 'svg', actions: { export: true, source: false, editor: false } } },
  };
}

/** The chart as an SVG document with a background, legible anywhere. */
export async function toSvg(chart: VegaLiteChart): Promise<string> {
  const vega = await import('vega');
  const spec = await toVega({ ...chart, spec: withoutHover(chart.spec) });
  const view = new vega.View(vega.parse(spec), { renderer: 'none' });
  const svg = slim(await view.toSVG());
  view.finalize();
  const { ink, paper } = onPaper;
  const label = `role="img" aria-label="${escapeXml(chart.text)}"`;
  return svg.replace('<svg ', `<svg ${label} color="${ink}" style="color:${ink};background:${paper}" `);
}

/**
 * An SVG without what its parts say to screen readers, who get the sentence for the whole, and with places to a hundredth of a
 * pixel: about half as long.
 */
const slim = (svg: string): string =>
  svg
    .replaceAll(/ (?:role="graphics-[^"]*"|aria-(?:label|roledescription|hidden)="[^"]*")/g, '')
    .replaceAll(/ (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"/g, (attribute) =>
      attribute.replaceAll(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
        String(Math.round(Number(number) * 100) / 100),
      ),
    );

/** The picture as a PNG of its own size in pixels, its background transparent. */
export async function toPng({ width, height, body }: Picture): Promise<Uint8Array> {
  return svgToPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" color="${inkAnywhere}" ` +
      `font-family="${escapeXml(font)}">${body}</svg>`,
  );
}

async function svgToPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fontFile = (style: string): string => require.resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${style}.ttf`);
  const fontFiles = [fontFile(''), fontFile('-Bold')];
  return new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  })
    .render()
    .asPng();
}
