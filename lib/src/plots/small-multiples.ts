import { vegaLite, type Spec, type VegaLiteChart } from './chart';
import { withoutHover } from './interaction';

export interface SmallMultiplesOptions {
  /** Panels in a row. */
  readonly columns?: number;
  readonly title?: string;
  /** Size of each panel, in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** One horizontal axis for all: panels above each other that share their steps. */
  readonly sharedX?: boolean;
}

/**
 * Several charts side by side, small, to be compared at a glance. Axes are each panel's own unless told otherwise;
 * nothing moves.
 *
 * @param panels charts of one panel each, by the name that stands above them.
 * @throws RangeError if there are none.
 *
 * @example
 * smallMultiples({ 'batch normalisation': lossCurves(a), 'none': lossCurves(b) }, { columns: 2 });
 */
export function smallMultiples(
  panels: Readonly<Record<string, VegaLiteChart>>,
  { columns = 2, title, width = 260, height = 180, sharedX = false }: SmallMultiplesOptions = {},
): VegaLiteChart {
  const named = Object.entries(panels);
  if (named.length === 0) throw new RangeError('smallMultiples: there are no panels');
  return vegaLite(
    [title, ...named.map(([name, { text }]) => `${name}: ${text}`)].filter(Boolean).join('\n'),
    {
      ...(title && { title }),
      columns,
      config: { axis: { titleFontSize: 12, titleLimit: height + 30 } },
      concat: named.map(([name, { spec }]) => ({
        ...resized(withoutInteraction(spec), width, height),
        title: name,
      })),
      resolve: {
        scale: { color: 'independent', strokeDash: 'independent', ...(sharedX && { x: 'shared' }) },
      },
    },
  );
}

function resized(spec: Spec, width: number, height: number): Spec {
  return typeof spec['width'] === 'number' ? { ...spec, width, height } : spec;
}

/** Without what answers the mouse: names of parameters may occur only once in a chart. */
function withoutInteraction(spec: Spec): Spec {
  const { params: _, ...rest } = withoutHover(spec);
  const { layer } = rest as { layer?: readonly Spec[] };
  return layer ? { ...rest, layer: layer.map(withoutInteraction) } : rest;
}
