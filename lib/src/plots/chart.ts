/** Something to look at, as plain data: a specification in the format of the library that will draw it. */
export type Chart = VegaLiteChart | PlotlyChart | Picture | Page;

/** A specification: JSON. */
export type Spec = Readonly<Record<string, unknown>>;

interface Described {
  /** What there is to see, in a sentence: shown where nothing can be drawn. */
  readonly text: string;
}

/** Drawn by vega-lite. */
export interface VegaLiteChart extends Described {
  readonly kind: 'vega-lite';
  readonly spec: Spec;
}

/** A figure as plotly.js takes it. */
export interface Figure {
  readonly data: readonly Spec[];
  readonly layout: Spec;
  readonly frames?: readonly Spec[];
}

/** Drawn by plotly.js: for what wants turning or scrubbing. */
export interface PlotlyChart extends Described {
  readonly kind: 'plotly';
  readonly figure: Figure;
  /** The same, standing still: for paper, and for front ends without plotly. */
  readonly fallback: VegaLiteChart;
}

/** Images with labels; becomes a PNG. */
export interface Picture extends Described {
  readonly kind: 'picture';
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** SVG elements in a box of that size; `currentColor` is the colour of text. */
  readonly body: string;
}

/** HTML that needs nothing from outside. */
export interface Page extends Described {
  readonly kind: 'page';
  readonly html: string;
}

/** A chart that vega-lite draws, and what there is to see in it. */
export function vegaLite(text: string, spec: Spec): VegaLiteChart {
  return { kind: 'vega-lite', text, spec };
}
