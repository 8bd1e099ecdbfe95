import { network, type Network } from './network';

/** A second network with the weights that `original` has now; training one leaves the other as it is. The caller disposes it. */
export function clone(original: Network): Network {
  const { name, input, layers, seed } = original;
  const made = network({ name, input, layers, seed });
  original.stored.forEach(({ variable }, i) => made.stored[i]!.variable.assign(variable));
  return made;
}
