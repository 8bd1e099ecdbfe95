import type { PlotlyChart, Spec } from './chart';
import { requireFinite } from './check';
import { colourDomain, nearest, readPoints, valueTitle, type Points, type SurfaceValue } from './plane';
import { packed, plotly, slider } from './plotly';
import { extent } from './series';
import { diverging, roles } from './theme';
import type { ToyMoment } from './toy-film';
import { toyWorld, type ToyWorld } from './toy-world';

export interface SurfaceOptions {
  /** What the values of the surface are: decides what height and colour mean. */
  readonly value?: SurfaceValue;
  readonly title?: string;
}

/**
 * The discriminator or critic as a landscape over the plane that can be turned, with the points lying on it. Several
 * moments of training get a slider. Standing still it is the map of the last of them.
 *
 * @param moments one world, or several in the order of training.
 * @throws RangeError in one line if there are none, or a surface has no finite value.
 *
 * @example
 * surface3d({ surface: square.surface(scores), real, generated }, { value: 'score' });
 */
export function surface3d(
  moments: ToyWorld | readonly ToyMoment[],
  { value = 'probability', title }: SurfaceOptions = {},
): PlotlyChart {
  const all: readonly (ToyWorld & { readonly step?: number })[] = 'surface' in moments ? [moments] : moments;
  const last = all.at(-1);
  if (!last) throw new RangeError('surface3d: there are no moments; record some while training');
  for (const { surface } of all) requireFinite(surface.values, 'the surface', 'surface3d');
  const [low, , high] = colourDomain(
    value,
    all.flatMap(({ surface }) => extent(surface.values)),
  );
  const name = ({ step = 0 }: { readonly step?: number }): string => step.toLocaleString('en-GB');
  const fallback = toyWorld(last, { value, ...(title && { title }) });
  return plotly(
    `A surface over the plane. ${fallback.text}`,
    {
      data: traces(last, value, [low, high]),
      ...(all.length > 1 && {
        frames: all.map((moment) => ({ name: name(moment), data: traces(moment, value, [low, high]) })),
      }),
      layout: {
        ...(title && { title: { text: title } }),
        width: 720,
        height: 640,
        legend: { orientation: 'h', y: 1.02 },
        scene: {
          xaxis: { title: { text: 'x' } },
          yaxis: { title: { text: 'y' } },
          zaxis: { title: { text: valueTitle[value] }, range: [low, high] },
          aspectratio: { x: 1, y: 1, z: 0.6 },
          camera: { eye: { x: -1.1, y: -1.5, z: 0.9 } },
        },
        ...(all.length > 1 && slider(all.map(name), 'step ')),
      },
    },
    fallback,
  );
}

function traces(
  { surface, real, generated }: ToyWorld,
  value: SurfaceValue,
  [cmin, cmax]: [number, number],
): Spec[] {
  const lift = (cmax - cmin) / 60;
  const points = (of: Points, name: 'real' | 'generated', color: string, symbol: string): Spec => {
    const read = readPoints(of, name, 'surface3d');
    return {
      type: 'scatter3d',
      mode: 'markers',
      name,
      x: packed(read.map(({ x }) => x)),
      y: packed(read.map(({ y }) => y)),
      z: packed(read.map((point) => nearest(surface, point) + lift)),
      marker: { color, symbol, size: 3 },
      hoverinfo: 'name',
    };
  };
  return [
    {
      type: 'surface',
      x: surface.x,
      y: surface.y,
      z: packed(surface.values, [surface.y.length, surface.x.length]),
      cmin,
      cmax,
      colorscale: diverging.map((colour, i) => [i / (diverging.length - 1), colour]),
      opacity: 0.9,
      showscale: false,
      hovertemplate: `${valueTitle[value]} %{z:.3g}<extra></extra>`,
    },
    points(real, 'real', roles.real, 'circle'),
    points(generated, 'generated', roles.generated, 'diamond'),
  ];
}
