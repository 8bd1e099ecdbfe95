/** How a reader moves about in a chart, the same in all of them. */
import type { Spec } from './chart';

/** Drag to move; ⇧ and the wheel to zoom, so that the wheel alone still scrolls the notebook; double-click to reset. */
export const zoom: Spec = {
  name: 'zoom',
  select: { type: 'interval', zoom: 'wheel![event.shiftKey]' },
  bind: 'scales',
};

/** Name of the layers that only a mouse can see. */
const HOVER = 'hover';

/** The point of a line that is nearest to the mouse, with what it stands for. */
export function hoverPoint(transform: readonly Spec[], encoding: Spec, tooltip: readonly Spec[]): Spec {
  return {
    name: HOVER,
    transform,
    mark: { type: 'point', filled: true, size: 80 },
    params: [
      { name: 'hover', select: { type: 'point', on: 'pointerover', nearest: true, clear: 'pointerout' } },
    ],
    encoding: {
      ...encoding,
      opacity: { condition: { param: 'hover', empty: false, value: 1 }, value: 0 },
      tooltip,
    },
  };
}

/** The specification without what only a mouse can see. */
export function withoutHover(spec: Spec): Spec {
  const { layer, spec: inner } = spec as { layer?: readonly Spec[]; spec?: Spec };
  return {
    ...spec,
    ...(layer && { layer: layer.filter(({ name }) => name !== HOVER).map(withoutHover) }),
    ...(inner && { spec: withoutHover(inner) }),
  };
}
