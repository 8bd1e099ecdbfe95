/** Bad input: one clear line, or a sensible picture; nothing out of a drawing library's depths. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plots } from 'gan-lib';
import { frames, history, moments, ring, spots, square } from './examples.ts';

const axes = { x: 'x', y: 'y' };
const nan = [NaN, NaN];
const lattice = plots.latentLattice();

/** What is asked for, and the line that answers it. */
const refused: [what: string, ask: () => unknown, line: RegExp][] = [
  [
    'an empty history',
    () => plots.lossCurves({ step: [], loss: [] }),
    /column "step" is empty; there is nothing to draw yet/,
  ],
  ['no history at all', () => plots.lossCurves({}), /no column is named like a loss/],
  ['no runs', () => plots.lossCurves([]), /there is no run to draw/],
  [
    'an unknown column',
    () => plots.lossCurves(history, { columns: ['lost'] }),
    /no column "lost", only step, seconds, disc/,
  ],
  [
    'losses that are all NaN',
    () => plots.lossCurves({ step: [1, 2], loss: nan }),
    /"loss" holds 2 values, but no finite number/,
  ],
  [
    'columns of unequal length',
    () => plots.lossCurves({ step: [1, 2], loss: [1] }),
    /must be of one length, not 2 and 1/,
  ],
  [
    'a window of no value',
    () => plots.lossCurves(history, { window: 0 }),
    /window must be at least 1 value, not 0/,
  ],
  ['no lines', () => plots.lines([], axes), /there is no line/],
  [
    'a line of NaN',
    () => plots.lines([{ name: 'a', x: [1, 2], y: nan }], axes),
    /"a" holds 2 values, but no finite/,
  ],
  ['an unequal line', () => plots.lines([{ name: 'a', x: [1], y: [1, 2] }], axes), /must be of one length/],
  [
    'an unequal scatter',
    () => plots.scatter({ values: [1], title: 'a' }, { values: [1, 2], title: 'b' }),
    /"a" and "b" must be/,
  ],
  [
    'points that are never finite together',
    () => plots.scatter({ values: [1, NaN], title: 'a' }, { values: [NaN, 1], title: 'b' }),
    /never finite together/,
  ],
  [
    'a logarithmic axis for a zero',
    () => plots.scatter({ values: [1], title: 'a' }, { values: [0], title: 'b' }, { log: true }),
    /"b" is not above 0 everywhere/,
  ],
  [
    'logarithmic axes for a zero',
    () => plots.scatter({ values: [0], title: 'a' }, { values: [1], title: 'b' }, { log: 'both' }),
    /"a" is not above 0 everywhere/,
  ],
  [
    'unequal bars',
    () => plots.bars(['a'], [1, 2], axes),
    /labels and values must be of one length, not 1 and 2/,
  ],
  ['no bars', () => plots.bars([], [], axes), /"y" is empty/],
  ['a histogram of nothing', () => plots.histogram([], { x: 'x' }), /is empty/],
  [
    'a histogram of no bins',
    () => plots.histogram([1], { x: 'x', bins: 0 }),
    /bins must be at least 1, not 0/,
  ],
  [
    'a ragged matrix',
    () => plots.heatMap([[1, 2], [1]], { rows: 'r', columns: 'c', value: 'v' }),
    /row 1 has 1 values, row 0 has 2/,
  ],
  [
    'an empty matrix',
    () => plots.heatMap([], { rows: 'r', columns: 'c', value: 'v' }),
    /the matrix is empty/,
  ],
  [
    'labels too few',
    () => plots.heatMap([[1, 2]], { rows: 'r', columns: 'c', value: 'v', columnLabels: ['a'] }),
    /columnLabels has 1 labels for 2/,
  ],
  ['no panels', () => plots.smallMultiples({}), /there are no panels/],
  [
    'a batch of flat images',
    () => plots.imageGrid({ values: [1, 2], shape: [1, 2] }),
    /have the shape \[count, height, width, 1, 3 or 4\], not \[1, 2\]/,
  ],
  [
    'a batch of two channels',
    () => plots.imageGrid({ values: [1, 2], shape: [1, 1, 1, 2] }),
    /not \[1, 1, 1, 2\]/,
  ],
  [
    'an empty batch',
    () => plots.imageGrid({ values: [], shape: [0, 28, 28, 1] }),
    /there are no images, only a batch of 0/,
  ],
  [
    'a shape that does not fit',
    () => plots.imageGrid({ values: [1], shape: [1, 2, 2, 1] }),
    /does not fit 1 values/,
  ],
  [
    'labels that do not fit',
    () => plots.imageGrid(spots(4, 1), { columns: 2, rowLabels: ['a'] }),
    /rowLabels has 1 labels for 2 rows/,
  ],
  ['half a column', () => plots.imageGrid(spots(4, 1), { columns: 1.5 }), /columns must be a whole number/],
  [
    'a range the wrong way round',
    () => plots.imageGrid(spots(1, 1), { range: [1, 0] }),
    /range must go from low to high/,
  ],
  ['a film of nothing', () => plots.film([]), /there are no frames/],
  ['a strip of nothing', () => plots.filmStrip([]), /there are no frames/],
  [
    'frames of different shapes',
    () => plots.film([frames[0]!, { step: 9, images: spots(3, 1) }]),
    /step 9 has 3 images of 12×12 and step 0 has 8/,
  ],
  ['a surface of too few values', () => square.surface([1, 2]), /one value for each of 576 points, not 2/],
  ['a plane the wrong way round', () => plots.plane(1, -1), /must go from low to high/],
  ['a plane of one point', () => plots.plane(0, 1, 1), /side must be at least 2/],
  [
    'points that are no pairs',
    () => plots.toyWorld({ ...moments[0]!, real: [1, 2, 3] }),
    /real must be points \[count, 2\], not 3 values/,
  ],
  [
    'gradients too few',
    () => plots.toyWorld({ ...moments[0]!, gradients: [1, 2] }),
    /1 gradients for 160 generated points/,
  ],
  [
    'arrows without an end',
    () => plots.flow({ from: [0, 0, 1, 1], to: [0, 1] }),
    /^flow: there are 1 ends for 2 beginnings$/,
  ],
  [
    'a surface of NaN',
    () => plots.toyWorld({ ...moments[0]!, surface: square.surface(new Float32Array(576).fill(NaN)) }),
    /no finite number/,
  ],
  ['a toy film of nothing', () => plots.toyFilm([]), /there are no moments/],
  ['toy worlds of nothing', () => plots.toyWorlds({}), /there are no worlds/],
  ['a bent lattice of nothing', () => plots.bentLattice(lattice, {}, { real: ring }), /there are no panels/],
  [
    'a lattice of other points',
    () => plots.bentLattice(lattice, { z: ring }, { real: ring }),
    /the lattice has 350 points, "z" has 160/,
  ],
  [
    'an arrow to nowhere',
    () => plots.blockDiagram({ G: { text: 'G', at: [0, 0] } }, { flows: ['G → D'] }),
    /there is no box "D", only G/,
  ],
  ['a surface film of nothing', () => plots.surface3d([]), /there are no moments/],
  [
    'points that are no triples',
    () => plots.embedding3d(ring.slice(0, 4)),
    /must be \[count, 3\], not 4 values/,
  ],
  [
    'groups too few',
    () => plots.embedding3d([1, 2, 3], { groups: [] }),
    /points and groups must be of one length, not 1 and 0/,
  ],
  ['an embedding of NaN', () => plots.embedding3d([NaN, 1, 2]), /none of 1 points is finite/],
  ['latents of two sizes', () => plots.interpolate([1], [1, 2], 3), /of one size, not 1 and 2/],
  ['a way of one step', () => plots.interpolate([1], [1], 1), /count must be at least 2, not 1/],
  ['a scoreboard of nothing', () => plots.scoreboard([]), /there are no claims/],
  ['a table of nothing', () => plots.table({}), /there are no columns/],
  ['a ragged table', () => plots.table({ a: [1], b: [1, 2] }), /column "b" has 2 rows, column "a" has 1/],
  [
    'a live display that takes all the time',
    () => plots.live({ share: 1 }),
    /share must be between 0 and 1, not 1/,
  ],
];

/** What is drawn as well as it can be. */
const drawn: [what: string, chart: () => plots.Chart][] = [
  ['losses with gaps', () => plots.lossCurves({ step: [1, 2, 3, 4], loss: [1, NaN, Infinity, 2] })],
  ['one step', () => plots.lossCurves({ step: [1], loss: [0.7] })],
  [
    'negative losses on a logarithmic axis',
    () => plots.lossCurves({ step: [1, 2, 3], loss: [-1, 0, 1] }, { log: true }),
  ],
  ['a line of one point', () => plots.lines([{ name: 'a', x: [1], y: [1] }], axes)],
  [
    'a scatter of one point',
    () => plots.scatter({ values: [1], title: 'a' }, { values: [1], title: 'b' }, { spearman: NaN }),
  ],
  ['a bar without a value', () => plots.bars(['a', 'b'], [NaN, 1], { ...axes, errors: [NaN, 0.1] })],
  ['a histogram of one value', () => plots.histogram([3, 3, NaN], { x: 'x' })],
  ['a matrix of one cell', () => plots.heatMap([[1]], { rows: 'r', columns: 'c', value: 'v' })],
  ['a matrix with a hole', () => plots.heatMap([[1, NaN]], { rows: 'r', columns: 'c', value: 'v' })],
  [
    'a toy world without points',
    () => plots.toyWorld({ ...moments[0]!, real: [], generated: [], gradients: [] }),
  ],
  [
    'a toy world with points that are NaN',
    () => plots.toyWorld({ ...moments[0]!, generated: nan, gradients: nan }),
  ],
  [
    'a critic that is the same everywhere',
    () =>
      plots.toyWorld({ ...moments[0]!, surface: square.surface(new Float32Array(576)) }, { value: 'score' }),
  ],
  [
    'a surface with NaN',
    () =>
      plots.surface3d({
        ...moments[0]!,
        surface: square.surface(Float32Array.from({ length: 576 }, (_, i) => (i ? 0.5 : NaN))),
      }),
  ],
  ['one point in space', () => plots.embedding3d([1, 2, 3])],
  ['a film of one frame', () => plots.film([frames[0]!])],
  ['an empty column', () => plots.table({ a: [] })],
  ['missing values', () => plots.table({ a: [null, 1, NaN], b: ['x', undefined, '<'] })],
];

suite('what a toy world says of itself', () => {
  const points = Array.from({ length: 400 }, (_, i) => (i < 20 ? 9 : 0.1));
  const gradients = points.map((_, i) => (i === 0 ? 3 : i === 1 ? 4 : 0.01));

  test('how long the longest arrow is, how many are drawn, what lies outside', () => {
    const { text } = plots.toyWorld({ ...moments[0]!, generated: points, gradients });
    assert.match(text, /arrows: −∂L\/∂G\(z\), first 120 points; the longest is 5;/);
    assert.match(text, /10 of 200 generated points lie outside/);
  });

  test('nothing of arrows that are not there, or points that all lie inside', () => {
    const { gradients: _, ...bare } = moments[0]!;
    assert.doesNotMatch(plots.toyWorld({ ...bare, generated: [0, 0] }).text, /arrow|outside/);
  });

  test('side by side the longest arrow of all is drawn longest, and colours have one domain', () => {
    const small = { ...moments[0]!, generated: [0, 0], gradients: [1, 0] };
    const large = { ...small, gradients: [4, 0] };
    const { spec } = plots.toyWorlds({ small, large });
    const lengths = (spec['hconcat'] as { layer: { data: { values: { toX?: number }[] } }[] }[]).map(
      ({ layer }) => layer.at(-1)!.data.values[0]!.toX!,
    );
    assert.ok(Math.abs(lengths[1]! / lengths[0]! - 4) < 1e-3, `${lengths}`);
  });
});

test('a lattice has lines of constant z₁ first, then of constant z₂', () => {
  const { points, count, perLine } = plots.latentLattice({ from: -1, to: 1, lines: 3, perLine: 2 });
  assert.deepEqual([count, perLine], [12, 2]);
  assert.deepEqual([...points.slice(0, 8)], [-1, -1, -1, 1, 0, -1, 0, 1]);
  assert.deepEqual([...points.slice(12, 16)], [-1, -1, 1, -1]);
});

suite('bad input', () => {
  for (const [what, ask, line] of refused) {
    test(`${what} is refused in one line`, () => {
      assert.throws(ask, (error: unknown) => {
        assert.ok(error instanceof RangeError);
        assert.match(error.message, line);
        assert.match(error.message, /^\w+.*: [^\n]+$/);
        return true;
      });
    });
  }

  for (const [what, chart] of drawn) {
    test(`${what}: drawn`, async (t) => {
      const warn = t.mock.method(console, 'warn', () => undefined);
      const bundle = await plots.bundle(chart());
      assert.doesNotMatch((bundle['image/svg+xml'] as string | undefined) ?? '', /NaN|undefined|Infinity/);
      assert.deepEqual(
        warn.mock.calls.map((call) => call.arguments),
        [],
      );
    });
  }
});
