/** One chart of every kind, with made-up data that is the same every time. */
import { plots, random } from 'gan-lib';

const rng = random.stream(1, 'examples');
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const step = range(400).map((i) => 5 * (i + 1));
const falling = step.map((s) => 1.1 * Math.exp(-s / 700) + 0.3 + 0.1 * rng.normal() * Math.exp(-s / 900));
const rising = step.map((s) => 0.7 + s / 1500 + 0.15 * rng.normal());
export const history = {
  step,
  seconds: step.map((s) => s / 10),
  discriminatorLoss: falling,
  generatorLoss: rising,
};

const angle = (i: number): number => (2 * Math.PI * (i % 8)) / 8;
export const ring = range(160).flatMap((i) => [
  2 * Math.cos(angle(i)) + 0.08 * rng.normal(),
  2 * Math.sin(angle(i)) + 0.08 * rng.normal(),
]);
const blob = (spread: number): number[] => range(320).map(() => spread * rng.normal());
export const square = plots.plane(-3, 3, 24);

function world(t: number) {
  const generated = blob(0.4 + t);
  const surface = square.surface(
    Float32Array.from({ length: square.count }, (_, i) => {
      const radius = Math.hypot(square.points[2 * i]!, square.points[2 * i + 1]!);
      return 1 / (1 + Math.exp((1 - t / 2) * 5 * (1.4 - radius)));
    }),
  );
  return { surface, real: ring, generated, gradients: generated.map((x) => (1 - t) * x) };
}
/** D's logits of the last of them. */
const logits = square.surface(Float32Array.from({ length: square.count }, (_, i) => square.points[2 * i]!));
export const moments = [0, 0.3, 0.6, 0.9].map((t, i) => ({ ...world(t), step: 500 * i }));

/** Images of a bright spot that wanders and grows, 12×12. */
export function spots(count: number, size: number): { values: Float32Array; shape: number[] } {
  const values = Float32Array.from({ length: count * 144 }, (_, i) => {
    const [image, y, x] = [Math.floor(i / 144), Math.floor((i % 144) / 12), i % 12];
    const distance = Math.hypot(x - 3 - (image % 4) * 2, y - 3 - Math.floor(image / 4) * 2);
    return 2 * Math.exp(-((distance / size) ** 2)) - 1;
  });
  return { values, shape: [count, 12, 12, 1] };
}
export const frames = range(6).map((i) => ({ step: 100 * i, images: spots(8, 1 + i / 2) }));

const xs = range(120).map((i) => i / 15 - 4);
const scattered = range(50).map(() => rng.normal());

/** Charts of vega-lite, by name. */
export const vegaLite: Record<string, plots.VegaLiteChart> = {
  losses: plots.lossCurves(history, { unit: 'nats', title: 'DCGAN on MNIST' }),
  'losses of two runs': plots.lossCurves(
    [
      { name: 'λ = 0', history },
      { name: 'λ = 1', history: { ...history, discriminatorLoss: rising, generatorLoss: falling } },
    ],
    { unit: 'nats', log: true },
  ),
  lines: plots.lines(
    [
      { name: 'D*, exact', x: xs, y: xs.map((x) => 1 / (1 + Math.exp(-x))) },
      { name: 'D, learned', x: xs, y: xs.map((x) => 1 / (1 + Math.exp(-1.1 * x + 0.1))) },
    ],
    { x: 'x', y: 'D(x), probability of real', title: 'The best discriminator' },
  ),
  scatter: plots.scatter(
    { values: scattered, title: 'generator loss (nats)' },
    { values: scattered.map((x) => 60 - 20 * x + 8 * rng.normal()), title: 'Fréchet distance' },
    {
      colour: { values: range(50).map((i) => 100 * i), title: 'step' },
      spearman: -0.9,
      title: 'Loss and quality',
    },
  ),
  bars: plots.bars(['GAN', 'DCGAN', 'WGAN'], [33, 43, 28], {
    x: 'system',
    y: 'Fréchet distance',
    errors: [2, 4, 3],
    reference: { value: 3.4, name: 'real against real' },
  }),
  histogram: plots.histogram(
    { real: scattered.map((x) => x + 2), generated: scattered },
    { x: 'logit of D', bins: 20, title: 'What D thinks' },
  ),
  'heat map': plots.heatMap(
    range(10).map((i) => range(10).map((k) => (i === k ? 90 + i : (7 * i + 3 * k) % 10))),
    { rows: 'category of the code', columns: 'digit', value: 'samples', title: 'Codes and digits' },
  ),
  'toy world': plots.toyWorld(moments[1]!, { title: 'After a step of D' }),
  'toy world of a critic': plots.toyWorld(
    {
      ...moments[1]!,
      surface: square.surface(Float32Array.from(square.points.filter((_, i) => i % 2 === 0))),
    },
    { value: 'score' },
  ),
};
vegaLite['toy worlds'] = plots.toyWorlds(
  { before: moments[0]!, after: { ...moments[3]!, surface: logits } },
  { value: 'logit', title: 'One scale' },
);
vegaLite['lines and marks'] = plots.lines(
  [
    { name: 'by the formula', x: xs, y: xs.map((x) => x ** 2) },
    { name: 'measured', x: [-3, 0, 3], y: [9.5, 0.2, 8.7], marks: true },
  ],
  { x: 'x', y: 'y' },
);
const spiral = range(120).flatMap((i) => [
  Math.exp(-i / 60) * Math.cos(i / 8),
  Math.exp(-i / 60) * Math.sin(i / 8),
]);
const corners = [-1, -1, -1, 1, 1, -1, 1, 1];
vegaLite['flow'] = plots.flow(
  {
    from: corners,
    to: corners.map((x) => 0.7 * x),
    real: [0, 0, 0.1, 0],
    generated: corners,
    paths: { 'R1, γ = 1': spiral, 'none, a circle': spiral.map((x, i) => x * Math.exp((i >> 1) / 60)) },
  },
  { x: 'θ', y: 'ψ', title: 'Arrows, points, trajectories' },
);
vegaLite['log-log scatter'] = plots.scatter(
  { values: range(40).map((i) => 10 ** (i / 20)), title: 'estimate' },
  { values: range(40).map((i) => 3 * 10 ** (i / 13)), title: 'Fréchet distance' },
  { log: 'both' },
);
const lattice = plots.latentLattice({ lines: 5, perLine: 21 });
vegaLite['bent lattice'] = plots.bentLattice(
  lattice,
  {
    z: lattice.points,
    'step 10': lattice.points.map((value, i) => value * Math.cos(lattice.points[i ^ 1]!)),
  },
  { real: ring, title: 'A generator’s manifold' },
);
vegaLite['one step axis'] = plots.smallMultiples(
  {
    losses: vegaLite['losses']!,
    distance: plots.lines([{ name: 'generator', x: [0, 1000, 2000], y: [900, 90, 9] }], {
      x: 'step',
      y: 'distance',
      log: true,
    }),
  },
  { columns: 1, width: 420, height: 140, sharedX: true },
);
vegaLite['small multiples'] = plots.smallMultiples(
  { losses: vegaLite['losses']!, lines: vegaLite['lines']!, histogram: vegaLite['histogram']! },
  { columns: 2, title: 'Three at a glance' },
);

/** Charts of plotly, by name. */
export const plotly: Record<string, plots.PlotlyChart> = {
  'toy film': plots.toyFilm(moments, { title: 'A ring of eight' }),
  'moving bars': plots.movingBars(
    ['I', 'bound', 'gap'],
    [0.5, 0.8].map((at) => ({ at, values: [0.46, at - 0.4, 0.86 - at] })),
    { x: '', y: 'nats', slider: 'belief', title: 'A channel' },
  ),
  surface: plots.surface3d(moments[1]!, { title: 'Discriminator' }),
  'surface through training': plots.surface3d(moments),
  embedding: plots.embedding3d(
    range(600).map((i) => rng.normal() + (i % 3 === 0 ? Math.floor(i / 3) % 10 : 0)),
    { groups: range(200).map((i) => i % 10), title: 'Features of digits' },
  ),
};

/** Pictures, by name. */
export const pictures: Record<string, plots.Picture> = {
  'image grid': plots.imageGrid(spots(8, 2), {
    title: 'Samples',
    rowLabels: ['c = −1', 'c = +1'],
    columnLabels: ['z₁', 'z₂', 'z₃', 'z₄'],
  }),
  'film strip': plots.filmStrip(frames, { samples: 3 }),
  'block diagram': plots.blockDiagram(
    {
      z: { text: 'latent z', at: [0, 0.5] },
      G: { text: 'generator\nG', at: [1, 0], role: 'generated' },
      x: { text: 'real x', at: [1, 1], role: 'real' },
      D: { text: 'discriminator\nD', at: [2, 0.5], role: 'real' },
    },
    { flows: ['z → G', 'G → D', 'x → D'], gradients: { 'D → G': 'gradient of G’s loss' }, title: 'A GAN' },
  ),
};

/** Pages, by name. */
export const pages: Record<string, plots.Page> = {
  scoreboard: plots.scoreboard([
    { claim: 'D < 1', paper: 'yes', run: '0.5', seeds: '0.50 ± 0.01', met: true },
    { claim: 'modes are lost', paper: '1 of 8', run: '8', met: false },
  ]),
  table: plots.table({ model: ['GAN', 'WGAN'], distance: [33.123456, 43] }, { title: 'Distances' }),
  film: plots.film(frames, { title: 'Spots grow' }),
};
