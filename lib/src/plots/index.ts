/**
 * Numbers in, picture out. A function named after what is drawn makes a `Chart`, which is plain data; `show` shows it.
 */
export { show, bundle } from './show';
export type { Chart, Figure, PlotlyChart, Page, Picture, Spec, VegaLiteChart } from './chart';
export type { NumericColumns } from './check';
export type { ArrayImages, Images, StoredImages, TensorLike } from './images';
export { lossCurves, type LossCurvesOptions, type Series } from './loss-curves';
export { imageGrid, type ImageGridOptions } from './image-grid';
export { table, type TableCell, type TableFrame, type TableOptions, type Tabular } from './table';
export { scoreboard, type Score } from './scoreboard';
export { lines, type Line, type LinesOptions } from './lines';
export { scatter, type Measured, type ScatterOptions } from './scatter';
export { bars, histogram, type BarsOptions, type HistogramOptions } from './bars';
export { movingBars, type BarsMoment, type MovingBarsOptions } from './moving-bars';
export { heatMap, type HeatMapOptions } from './heat-map';
export { smallMultiples, type SmallMultiplesOptions } from './small-multiples';
export { filmStrip, type FilmStripOptions, type Frame } from './film-strip';
export { plane, type SurfaceValue, type Plane, type Points, type Surface } from './plane';
export { toyWorld, toyWorlds, type ToyWorld, type ToyWorldOptions } from './toy-world';
export { flow, type Flow, type FlowOptions } from './flow';
export { toyFilm, type ToyFilmOptions, type ToyMoment } from './toy-film';
export { bentLattice, latentLattice, type BentLatticeOptions, type Lattice } from './bent-lattice';
export { blockDiagram, type Block, type BlockDiagramOptions } from './block-diagram';
export { surface3d, type SurfaceOptions } from './surface';
export { embedding3d, type EmbeddingOptions } from './embedding';
export { live, type Live, type LiveOptions, type LiveOutcome, type LiveProgress } from './live';
export { film, type FilmOptions } from './film';
export { quiz } from './quiz';
export { prediction } from './prediction';
export { interpolate } from './interpolate';
export {
  latentExplorer,
  type ExplorableGenerator,
  type ExplorableLatents,
  type LatentExplorerOptions,
} from './explorer';
export { playground, type PlaygroundOptions, type PlaygroundSettings } from './playground';
export { earth, type EarthOptions } from './earth';
export { autoencoders, type AutoencodersOptions, type NamedAutoencoder } from './autoencoders';
export { brush, type BrushOptions } from './brush';
export { sketchpad, type SketchpadOptions } from './sketchpad';
export { completion, type CompletionOptions } from './completion';
export type { PageNetwork } from './program/packed-network';
