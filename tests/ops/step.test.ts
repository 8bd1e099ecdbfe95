// What one training step costs: native calls and memory, on the backend that the notebooks train on.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { normal } from './helpers.ts';
import { nativeCalls } from './native-calls.ts';

const BATCH = 4;

/** A generator with batch normalisation and a critic without, both of two convolutions, on 8×8 images. */
function makeGan() {
  const variable = (shape: number[], seed: number) =>
    tf.tidy(() => tf.variable(tf.mul(normal(shape as [number], seed), 0.1)));
  const g = [[6, 2 * 2 * 4], [4], [4], [4, 4, 5, 4], [5], [5], [4, 4, 1, 5], [1]].map((s, i) =>
    variable(s, i + 1),
  );
  const d = [[4, 4, 1, 5], [5], [4, 4, 5, 4], [4], [2 * 2 * 4, 1], [1]].map((s, i) => variable(s, i + 20));
  const averages = [4, 5].map((channels) => ({
    mean: tf.variable(tf.zeros([channels]), false),
    variance: tf.variable(tf.ones([channels]), false),
    momentum: 0.9,
  }));
  const optimisers = [ops.adam(), ops.rmsProp()] as const;

  const generate = (z: tf.Tensor2D) => {
    const [w, gamma1, beta1, f1, gamma2, beta2, f2, bias] = g as never[];
    const x1 = tf.reshape(ops.dense(z, w!), [BATCH, 2, 2, 4]);
    const normalised = ops.batchNorm(x1 as tf.Tensor4D, gamma1!, beta1!, averages[0], { slope: 0 });
    const x2 = ops.conv2dTranspose(normalised, f1!, 2);
    const x3 = ops.batchNorm(x2, gamma2!, beta2!, averages[1], { slope: 0 });
    return tf.tanh(ops.conv2dTranspose(x3, f2!, 2, { bias: bias! }));
  };
  const judge = (x: tf.Tensor4D) => {
    const [f1, b1, f2, b2, w, b3] = d as never[];
    const h1 = ops.conv2d(x, f1!, 2, { bias: b1!, slope: 0.2 });
    const h2 = ops.conv2d(h1, f2!, 2, { bias: b2!, slope: 0.2 });
    return ops.dense(tf.reshape<tf.Rank.R2>(h2, [x.shape[0], -1]), w!, { bias: b3! });
  };
  const update = (optimiser: ops.Optimiser, variables: tf.Variable[], loss: () => tf.Scalar) => {
    const { grads } = tf.variableGrads(loss, variables);
    optimiser.apply(
      variables,
      variables.map(({ name }) => grads[name]!),
    );
  };
  return {
    generatorStep: () =>
      tf.tidy(() => {
        const z = tf.randomNormal<tf.Rank.R2>([BATCH, 6]);
        update(optimisers[0], g, () => tf.neg(tf.mean(judge(generate(z)))));
      }),
    /** A critic's step with a gradient penalty and clipping: more than any one game needs. */
    criticStep: () =>
      tf.tidy(() => {
        const real = tf.randomUniform<tf.Rank.R4>([BATCH, 8, 8, 1]);
        const fake = generate(tf.randomNormal<tf.Rank.R2>([BATCH, 6]));
        update(optimisers[1], d, () => {
          const gradient = tf.grad((x: tf.Tensor) => tf.sum(judge(x as tf.Tensor4D)))(real);
          const penalty = tf.square(tf.sub(tf.norm(gradient), 1));
          return tf.add(tf.sub(tf.mean(judge(fake)), tf.mean(judge(real))), penalty);
        });
        ops.clip(d, 0.5);
      }),
    dispose: () => {
      tf.dispose([...g, ...d]);
      averages.forEach(({ mean, variance }) => tf.dispose([mean, variance]));
      optimisers.forEach((optimiser) => optimiser.dispose());
    },
  };
}

suite('a training step', () => {
  test('runs no convolution whose result nobody needs, and one kernel where there is a fused one', () => {
    const gan = makeGan();
    gan.generatorStep();
    gan.criticStep();
    const generator = nativeCalls(gan.generatorStep);
    const critic = nativeCalls(gan.criticStep);
    gan.dispose();

    const costly = ({ GanConv2d = 0, GanConv2dBackpropInput = 0, GanConv2dBackpropFilter = 0 }) => ({
      GanConv2d,
      GanConv2dBackpropInput,
      GanConv2dBackpropFilter,
    });
    // Forward: two transposed ones, two in the critic. Backward: through the critic two, in the generator two by the
    // input and two by the filters.
    assert.deepEqual(costly(generator), {
      GanConv2d: 2 + 2,
      GanConv2dBackpropInput: 2 + 2,
      GanConv2dBackpropFilter: 2,
    });
    // Generator forward 2. Critic forward on three inputs 6, its filters on two 4, its inner input on two 2. Penalty:
    // by the input 2; that again by what came in 2, and by the filters 2.
    assert.deepEqual(costly(critic), {
      GanConv2d: 6 + 2,
      GanConv2dBackpropInput: 2 + 2 + 2,
      GanConv2dBackpropFilter: 4 + 2,
    });
    assert.equal(generator['GanBatchNorm'], 2);
    assert.equal(generator['GanBatchNormGrad'], 2);
    assert.equal(generator['GanAdam'], 1);
    assert.equal(critic['GanRmsProp'], 1);
    assert.equal(critic['GanClip'], 1);

    const total = (calls: Record<string, number>) => Object.values(calls).reduce((sum, n) => sum + n, 0);
    assert.ok(total(generator) <= 110, `${total(generator)} native calls`);
    assert.ok(total(critic) <= 190, `${total(critic)} native calls`);
  });

  test('leaves nothing behind, and over 2,000 steps memory does not grow', () => {
    const gan = makeGan();
    const steps = (n: number) => {
      for (let i = 0; i < n; i++) (i % 2 === 0 ? gan.criticStep : gan.generatorStep)();
    };
    const memory = () => ({
      tensors: tf.memory().numTensors,
      native: (tf.backend() as unknown as { getNumOfTFTensors(): number }).getNumOfTFTensors(),
    });
    steps(2500); // until then memory grows to what its garbage takes between two collections, and stays
    const [before, resident] = [memory(), residentOutsideHeap()];
    steps(2000);
    assert.deepEqual(memory(), before);
    const growth = residentOutsideHeap() / resident - 1;
    assert.ok(growth < 0.03, `resident memory grew by ${(100 * growth).toFixed(1)} %`);
    gan.dispose();
  });
});

/** Resident memory in bytes but for the heap of JavaScript, whose size is the garbage collector's affair. */
function residentOutsideHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { rss, heapTotal } = process.memoryUsage();
  return rss - heapTotal;
}
