import type { Layer, LayerKind } from './layer';

/** Every kind by its name. Each file of this folder registers its own when it is loaded, as a notebook may. */
const KINDS = new Map<string, LayerKind<Layer>>();

/**
 * Makes layers of a kind known to networks and checkpoints, and to pages if it is the library that registers them.
 *
 * @throws RangeError if another kind has that name
 */
export function registerLayer<L extends Layer>(kind: LayerKind<L>): void {
  if (KINDS.has(kind.kind))
    throw new RangeError(`registerLayer: there is a layer kind "${kind.kind}" already`);
  KINDS.set(kind.kind, kind);
}

/** The names of all kinds, in alphabetical order. */
export const layerKinds = (): string[] => [...KINDS.keys()].sort();

/** @throws RangeError naming the kinds there are, if this one is not registered */
export function kindOf({ kind }: Layer): LayerKind<Layer> {
  const found = KINDS.get(kind);
  if (found) return found;
  throw new RangeError(`no layer kind "${kind}" is registered; there are ${layerKinds().join(', ')}`);
}

/** What a person calls the layer. */
export const layerTitle = (layer: Layer): string => kindOf(layer).title?.(layer) ?? layer.kind;
