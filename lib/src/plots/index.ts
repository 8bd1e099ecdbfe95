/**
 * Numbers in, picture out. A function named after what is drawn makes a `Chart`, which is plain data; `show` shows it.
 */
export { show, bundle, type ShowOptions } from './show';
export type { Chart, PlotlyChart, Page, Picture, Spec, Still, VegaLiteChart } from './chart';
export type { Columns } from './check';
export type { Images } from './images';
export type { Theme } from './theme';
export { lossCurves, type LossCurvesOptions, type Run } from './lossCurves';
export { imageGrid, type ImageGridOptions } from './imageGrid';
export { table, type TableOptions, type Tabular } from './table';
