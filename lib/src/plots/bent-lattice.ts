import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { readPairs, readPoints, type Points } from './plane';
import { extent } from './series';
import { categorical, roles } from './theme';

/** Lines of constant z₁ and of constant z₂, as points along them. */
export interface Lattice {
  /** Number of points. */
  readonly count: number;
  /** `[count, 2]`: line by line, first those of constant z₁. */
  readonly points: Float32Array;
  /** Points of a line. */
  readonly perLine: number;
}

/**
 * The plane of latents as a lattice of lines, to be sent through a generator that bends it.
 *
 * @param options.from lowest coordinate.
 * @param options.to highest coordinate; of a normal latent 95 % lie between −2 and 2.
 * @param options.lines lines of each kind.
 * @param options.perLine points of a line: more where it bends sharply.
 */
export function latentLattice({ from = -2, to = 2, lines = 7, perLine = 25 } = {}): Lattice {
  const at = (i: number, count: number) => from + ((to - from) * i) / (count - 1);
  const count = 2 * lines * perLine;
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const [line, along] = [Math.floor(i / perLine), i % perLine];
    const fixed = line < lines ? 0 : 1;
    points[2 * i + fixed] = at(line % lines, lines);
    points[2 * i + 1 - fixed] = at(along, perLine);
  }
  return { count, points, perLine };
}

export interface BentLatticeOptions {
  /** `[count, 2]`: points of the data, drawn in every panel. */
  readonly real: Points;
  readonly title?: string;
}

/** Side of a panel, in pixels. */
const SIDE = 200;

/** Data points that are drawn at most. */
const POINTS = 200;

/**
 * Where a generator of points in the plane takes a lattice of latents: all the places that it can draw. Lines that lie
 * close together are places with many samples. All panels have one scale.
 *
 * @param panels the lattice's points as the generator maps them, `[lattice.count, 2]`, by the title of the panel.
 * @throws RangeError in one line if there are no panels, or one has another number of points.
 *
 * @example
 * const lattice = latentLattice();
 * bentLattice(lattice, { z: lattice.points, 'step 500': G.apply(tf.tensor2d(lattice.points, [lattice.count, 2])) }, { real });
 */
export function bentLattice(
  lattice: Lattice,
  panels: Readonly<Record<string, Points>>,
  { real, title }: BentLatticeOptions,
): VegaLiteChart {
  const named = Object.entries(panels);
  if (named.length === 0) throw new RangeError('bentLattice: there are no panels');
  const rows = named.map(([name, points]) => rowsOf(lattice, points, name));
  const data = readPoints(real, 'real', 'bentLattice').slice(0, POINTS);
  const shown = [...rows.flat(), ...data];
  const [low, high] = extent(shown.flatMap(({ x, y }) => [x, y]));
  const axis = (field: 'x' | 'y'): Spec => ({
    field,
    type: 'quantitative',
    title: null,
    axis: { grid: false, tickCount: 5 },
    scale: { domain: [low, high], nice: true, zero: false },
  });
  const place = { x: axis('x'), y: axis('y') };
  const panel = (name: string, i: number): Spec => ({
    title: name,
    width: SIDE,
    height: SIDE,
    layer: [
      {
        data: { values: rows[i] },
        mark: { type: 'line', strokeWidth: 1.2, opacity: 0.8 },
        encoding: {
          ...place,
          order: { field: 'along', type: 'quantitative' },
          detail: { field: 'line' },
          color: {
            field: 'fixed',
            type: 'nominal',
            title: 'line of constant',
            legend: i === named.length - 1 ? {} : null,
            scale: { domain: ['z₁', 'z₂'], range: [roles.generated, categorical[3]] },
          },
        },
      },
      {
        data: { values: data.map(({ x, y }) => ({ x: round3(x), y: round3(y) })) },
        mark: { type: 'point', filled: true, size: 30, color: roles.real, opacity: 0.9 },
        encoding: place,
      },
    ],
  });
  return vegaLite(
    `${title ? `${title}. ` : ''}A lattice of latents, bent by the generator, over the data: ${Object.keys(panels).join(', ')}.`,
    {
      ...(title && { title }),
      columns: 3,
      concat: named.map(([name], i) => panel(name, i)),
      resolve: { scale: { color: 'independent' } },
    },
  );
}

function rowsOf({ count, perLine }: Lattice, points: Points, name: string) {
  const pairs = readPairs(points, name, 'bentLattice');
  if (pairs.length !== count) {
    throw new RangeError(`bentLattice: the lattice has ${count} points, "${name}" has ${pairs.length}`);
  }
  return pairs.map(({ x, y }, i) => ({
    line: Math.floor(i / perLine),
    along: i % perLine,
    fixed: i < count / 2 ? 'z₁' : 'z₂',
    x: round3(x),
    y: round3(y),
  }));
}

/** As much as a drawing of this size shows. */
const round3 = (value: number) => Math.round(value * 1000) / 1000;
