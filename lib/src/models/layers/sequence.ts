import type * as tf from '@tensorflow/tfjs-core';
import {
  sizeOf,
  UnfitInput,
  type ApplyOptions,
  type BuiltLayer,
  type Layer,
  type LayerSummary,
  type Parameter,
  type RandomInput,
  type Shape,
} from './layer';
import { kindOf, layerTitle } from './registry';

/** Layers made ready to run one after the other. Their parameters are named after the layer: `2-conv2d/filter`. */
export interface Sequence extends BuiltLayer {
  readonly random: readonly RandomInput[];
  readonly summary: readonly LayerSummary[];
}

/** Layers that do not fit each other; the message says which, and why. */
export class UnfitLayers extends RangeError {}

interface Step {
  readonly built: BuiltLayer;
  readonly slope: number;
  /** Where its parameters and random inputs begin and end. */
  readonly stored: readonly [number, number];
  readonly drawn: readonly [number, number];
}

/**
 * Builds layers for inputs of one shape. A rectifier right behind a layer that can do it along is fused into it.
 *
 * @throws UnfitLayers naming the layer that cannot take what the one before it gives
 */
export function sequence(layers: readonly Layer[], input: Shape): Sequence {
  const parameters: Parameter[] = [];
  const random: RandomInput[] = [];
  const summary: LayerSummary[] = [];
  const steps: Step[] = [];
  let shape = input;
  layers.forEach((layer, i) => {
    const label = `${i + 1}-${layerTitle(layer)}`;
    const built = build(layers, i, shape);
    const [stored, drawn] = [parameters.length, random.length];
    parameters.push(...named(built.parameters, label));
    random.push(...named(built.random ?? [], label));
    summary.push(...rows(built, label));
    const slope = fusedSlope(layer, layers[i + 1]);
    const fusedBefore = i > 0 && fusedSlope(layers[i - 1]!, layer) !== undefined;
    if (!fusedBefore) {
      const ends = [parameters.length, random.length] as const;
      steps.push({ built, slope: slope ?? 1, stored: [stored, ends[0]], drawn: [drawn, ends[1]] });
    }
    shape = built.output;
  });
  return { output: shape, parameters, random, summary, inner: summary, apply: applied(steps) };
}

/** `apply` of all steps, each with its own part of what is stored and drawn. */
const applied =
  (steps: readonly Step[]) =>
  (stored: readonly tf.Tensor[], x: tf.Tensor, options: ApplyOptions): tf.Tensor =>
    steps.reduce(
      (y, { built, slope, stored: [from, to], drawn: [first, last] }) =>
        built.apply(stored.slice(from, to), y, {
          ...options,
          slope,
          drawn: options.drawn.slice(first, last),
        }),
      x,
    );

/** The slope of the rectifier `next` if `layer` can do it along. */
const fusedSlope = (layer: Layer, next: Layer | undefined): number | undefined =>
  next && kindOf(layer).fusesActivation?.(layer) ? kindOf(next).rectifier?.(next) : undefined;

const named = <T extends { readonly name: string }>(list: readonly T[], label: string): T[] =>
  list.map((each) => ({ ...each, name: `${label}/${each.name}` }));

/** The rows of the layers within, then the layer's own, with what it stores itself. */
function rows({ output, parameters, inner = [] }: BuiltLayer, label: string): LayerSummary[] {
  const trained = parameters.reduce((sum, each) => sum + (each.trainable ? sizeOf(each.shape) : 0), 0);
  const within = inner.reduce((sum, row) => sum + row.parameters, 0);
  return [
    ...inner.map((row) => ({ ...row, layer: `${label}/${row.layer}` })),
    { layer: label, output: `[${output.join(', ')}]`, parameters: trained - within },
  ];
}

/** Layer `i`, built for what the one before it gives. */
function build(layers: readonly Layer[], i: number, input: Shape): BuiltLayer {
  const layer = layers[i]!;
  const place = `layer ${i + 1} (${layerTitle(layer)})`;
  let built: BuiltLayer;
  try {
    built = kindOf(layer).build(layer, input);
  } catch (error) {
    if (error instanceof UnfitLayers) throw new UnfitLayers(`${place}: ${error.message}`);
    if (!(error instanceof UnfitInput)) throw error;
    const from = i === 0 ? 'the input' : `layer ${i} (${layerTitle(layers[i - 1]!)})`;
    throw new UnfitLayers(`${place} takes ${error.message}, but ${from} gives [${input.join(', ')}]`);
  }
  for (const shape of [built.output, ...built.parameters.map((each) => each.shape)]) {
    if (shape.every((length) => Number.isInteger(length) && length > 0)) continue;
    throw new UnfitLayers(
      `${place} would need a tensor of shape [${shape.join(', ')}], where only whole numbers above 0 are allowed`,
    );
  }
  return built;
}
