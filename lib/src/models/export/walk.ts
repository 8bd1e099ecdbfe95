import type { Layer, Shape } from '../layers/layer';
import { kindOf, layerTitle } from '../layers/registry';
import type { Network } from '../network';

/** One layer of a network on its way out: what it is, what it makes of which shape, and its numbers. */
export interface Exported<L extends Layer = Layer> {
  readonly layer: L;
  /** Unique within the network: `2-conv2d`. */
  readonly label: string;
  readonly input: Shape;
  readonly output: Shape;
  /** What it stores, by name: `filter`, `bias`. */
  readonly stored: Readonly<Record<string, Stored>>;
  /** The layers that it holds. */
  readonly inner: readonly Exported[];
}

export interface Stored {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** The layers of a network in their order, each with its numbers as they are now. */
export function exported(network: Network): Exported[] {
  const all = new Map(
    network.stored.map(({ name, shape, variable }) => [
      name,
      { shape, values: Float32Array.from(variable.dataSync()) },
    ]),
  );
  const walk = (layers: readonly Layer[], input: Shape, prefix: string): Exported[] => {
    let shape = input;
    return layers.map((layer, i) => {
      const label = `${prefix}${i + 1}-${layerTitle(layer)}`;
      const { output, parameters } = kindOf(layer).build(layer, shape);
      const held = 'layers' in layer ? walk(layer.layers as readonly Layer[], shape, `${label}/`) : [];
      const own = held.length > 0 ? [] : parameters;
      const stored = Object.fromEntries(own.map(({ name }) => [name, all.get(`${label}/${name}`)!]));
      const step = { layer, label, input: shape, output, stored, inner: held };
      shape = output;
      return step;
    });
  };
  return walk(network.layers, network.input, '');
}

/** @throws RangeError saying that a format has no such layer */
export function cannot(what: string, { label }: Exported, why: string): never {
  throw new RangeError(`${what}: layer ${label} cannot be exported, ${why}`);
}
