import { network, type Network } from './network';

/** A second network with the weights that `original` has now; training one leaves the other as it is. The caller disposes it. */
export const clone = (original: Network): Network => firstLayers(original, original.layers.length);

/**
 * The first layers of a network as a network of their own, with the weights that they have now: what `original` makes of its
 * input on the way. The caller disposes it.
 *
 * @param count how many layers, as `original.layers` counts them; a negative one leaves out so many at the end
 *
 * @example firstLayers(encoder, -2); // without the last dense layer and its tanh: the last hidden features
 */
export function firstLayers(original: Network, count: number): Network {
  const { name, input, layers, seed } = original;
  const made = network({ name, input, layers: layers.slice(0, count), seed });
  made.stored.forEach(({ variable }, i) => variable.assign(original.stored[i]!.variable));
  return made;
}
