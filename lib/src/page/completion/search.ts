/** The search behind the completion page: eight starts of z for one hole, all of them in one batch. */
import * as tf from '@tensorflow/tfjs-core';
import { contextualLoss, perceptualLoss } from '../../losses';
import type { Network } from '../../models';
import { stream, type RandomStream } from '../../random';
import { descent, type Descent } from '../../training';

/** How many search at once, for how many steps, and how far a step goes. */
export const STARTS = 8;
export const STEPS = 200;
const RATE = 0.1;

/** What is to agree: with which pixels of which image, how much each counts, and λ. */
export interface Hole {
  readonly image: Float32Array;
  readonly weights: Float32Array;
  readonly lambda: number;
}

/** Where the starts have come to: G(z) of each, its contextual loss, D's logit, and which has the least loss. */
export interface Found {
  readonly images: Float32Array;
  readonly context: Float32Array;
  readonly logits: Float32Array;
  readonly best: number;
}

export class Search {
  private readonly generator: Network;
  private readonly discriminator: Network;
  private readonly random: RandomStream;
  private descent: Descent | undefined;
  private held:
    { readonly image: tf.Tensor; readonly weights: tf.Tensor; readonly lambda: number } | undefined;
  /** Steps that were taken since the search began. */
  taken = 0;

  constructor(generator: Network, discriminator: Network) {
    this.generator = generator;
    this.discriminator = discriminator;
    this.random = stream(generator.seed, 'completion');
  }

  /** Begins anew, with random latents. */
  begin(hole: Hole): void {
    const size = this.generator.input[0]!;
    this.descent?.dispose();
    const start = tf.tensor2d(this.random.fillUniform(new Float32Array(STARTS * size), -1, 1), [
      STARTS,
      size,
    ]);
    this.descent = descent({ start, learningRate: RATE, within: 'clip' });
    start.dispose();
    this.taken = 0;
    this.change(hole);
  }

  /** Goes on from where it is, with another cost. */
  change({ image, weights, lambda }: Hole): void {
    tf.dispose([this.held?.image, this.held?.weights].flatMap((each) => each ?? []));
    const tensor = (values: Float32Array): tf.Tensor => tf.tensor(values, [1, ...this.generator.outputShape]);
    this.held = { image: tensor(image), weights: tensor(weights), lambda };
  }

  /** One step of all starts; false once there are no more. */
  step(): boolean {
    if (!this.descent || this.taken >= STEPS) return false;
    this.descent.step((z) => this.cost(z)).dispose();
    this.taken++;
    return this.taken < STEPS;
  }

  found(): Found {
    return tf.tidy(() => {
      const g = this.generator.apply(this.descent!.latents());
      const { image, weights } = this.held!;
      const numbers = (x: tf.Tensor): Float32Array => x.dataSync<'float32'>().slice();
      const context = numbers(contextualLoss(g, image, weights));
      return {
        images: numbers(tf.clipByValue(g, -1, 1)),
        context,
        logits: numbers(this.discriminator.apply(g)),
        best: context.indexOf(Math.min(...context)),
      };
    });
  }

  /** The gradient of the sum of all costs by z: what a step goes along. */
  gradient(z: Float32Array, hole: Hole): Float32Array {
    this.change(hole);
    return tf.tidy(() => {
      const at = tf.tensor2d(z, [z.length / this.generator.input[0]!, this.generator.input[0]!]);
      const slope = tf.grad((of) => tf.sum(this.cost(of)));
      return slope(at).dataSync<'float32'>().slice();
    });
  }

  private cost(z: tf.Tensor): tf.Tensor1D {
    const { image, weights, lambda } = this.held!;
    const g = this.generator.apply(z);
    const context = contextualLoss(g, image, weights);
    if (lambda === 0) return context;
    return tf.add(context, tf.mul(lambda, perceptualLoss(this.discriminator.apply(g))));
  }
}
