import { arrowLegend, arrowsOf, longestOf } from './arrows';
import type { PlotlyChart, Spec } from './chart';
import { colourDomain, readPoints, valueTitle, type Points, type SurfaceValue } from './plane';
import { packed, plotly, slider } from './plotly';
import { arrowInk, diverging, roles } from './theme';
import { toyWorld, type ToyWorld } from './toy-world';

/** A game in the plane after so many steps. */
export interface ToyMoment extends ToyWorld {
  readonly step: number;
}

export interface ToyFilmOptions {
  /** What the values of the surface are: decides what the colours mean. */
  readonly value?: SurfaceValue;
  /** Titles of the axes; x and y by default. */
  readonly axes?: readonly [x: string, y: string];
  readonly title?: string;
}

/**
 * A game in the plane through training: a slider over its moments, and a button that plays them. Colours and lengths of
 * arrows mean the same in all of them. Standing still it is the last.
 *
 * @param moments in the order of training.
 * @throws RangeError in one line if there are none, or points are not pairs.
 *
 * @example
 * toyFilm([{ step: 0, surface, real, generated }, …], { value: 'score' });
 */
export function toyFilm(
  moments: readonly ToyMoment[],
  { value = 'probability', axes = ['x', 'y'], title }: ToyFilmOptions = {},
): PlotlyChart {
  const last = moments.at(-1);
  if (!last) throw new RangeError('toyFilm: there are no moments; record some while training');
  const colours = colourScale(value, moments);
  const longest = Math.max(...moments.map(({ gradients }) => longestOf(gradients, 'toyFilm')));
  const name = ({ step }: ToyMoment): string => step.toLocaleString('en-GB');
  const range = (axis: readonly number[]): Spec => ({ range: [axis[0], axis.at(-1)], constrain: 'domain' });
  const fallback = toyWorld(last, { value, axes, title: `${title ? `${title}, ` : ''}step ${name(last)}` });
  return plotly(
    `${moments.length} moments of training from step ${name(moments[0]!)} to step ${name(last)}. ${fallback.text}`,
    {
      data: traces(last, value, colours, longest),
      frames: moments.map((moment) => ({
        name: name(moment),
        data: traces(moment, value, colours, longest),
      })),
      layout: {
        title: {
          text: [title ?? '', arrowLegend(last, longest).join(', ')].join('<br>'),
          font: { size: 14 },
          y: 0.98,
          yanchor: 'top',
        },
        margin: { l: 60, r: 20, t: 100, b: 60 },
        width: 640,
        height: 720,
        xaxis: { title: { text: axes[0] }, ...range(last.surface.x) },
        yaxis: { title: { text: axes[1] }, ...range(last.surface.y), scaleanchor: 'x' },
        legend: { orientation: 'h', y: 1.07 },
        ...slider(moments.map(name), 'step '),
      },
    },
    fallback,
  );
}

/** One scale for the whole film. */
function colourScale(value: SurfaceValue, moments: readonly ToyMoment[]): Spec {
  const ends = moments.flatMap(({ surface }) => {
    const [low, , high] = colourDomain(value, surface.values);
    return [low, high];
  });
  const [zmin, , zmax] = colourDomain(value, ends);
  return { zmin, zmax, colorscale: diverging.map((colour, i) => [i / (diverging.length - 1), colour]) };
}

function traces(moment: ToyMoment, value: SurfaceValue, colours: Spec, longest: number): Spec[] {
  const { surface, real, generated } = moment;
  return [
    {
      type: 'heatmap',
      x: surface.x,
      y: surface.y,
      z: packed(surface.values, [surface.y.length, surface.x.length]),
      ...colours,
      zsmooth: 'best',
      colorbar: { title: { text: valueTitle[value], side: 'right' } },
      hovertemplate: `${valueTitle[value]} %{z:.3g}<extra></extra>`,
    },
    points(real, 'real', roles.real, 'circle'),
    points(generated, 'generated', roles.generated, 'diamond'),
    ...(moment.gradients ? arrowTraces(moment, longest) : []),
  ];
}

function points(of: Points, name: 'real' | 'generated', color: string, symbol: string): Spec {
  const read = readPoints(of, name, 'toyFilm');
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: packed(read.map(({ x }) => x)),
    y: packed(read.map(({ y }) => y)),
    marker: { color, symbol, size: 6, line: { color: '#ffffff', width: 0.5 } },
    hoverinfo: 'name',
  };
}

/** Shafts as one line with gaps, and heads as turned marks. */
function arrowTraces(moment: ToyMoment, longest: number): Spec[] {
  const arrows = arrowsOf(moment, longest, 'toyFilm');
  const trace = { type: 'scatter', showlegend: false, hoverinfo: 'skip' };
  return [
    {
      ...trace,
      mode: 'lines',
      x: packed(arrows.flatMap(({ x, toX }) => [x, toX, NaN])),
      y: packed(arrows.flatMap(({ y, toY }) => [y, toY, NaN])),
      line: { color: arrowInk, width: 1.2 },
    },
    {
      ...trace,
      mode: 'markers',
      x: packed(arrows.map(({ toX }) => toX)),
      y: packed(arrows.map(({ toY }) => toY)),
      marker: {
        symbol: 'triangle-up',
        size: 6,
        color: arrowInk,
        angle: packed(arrows.map(({ angle }) => angle)),
      },
    },
  ];
}
