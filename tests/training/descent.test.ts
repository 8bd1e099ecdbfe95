/** A descent on latents. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { losses, models, random, training } from 'gan-lib';

const generator = models.network({
  ...{ name: 'generator', input: [3], seed: 2 },
  layers: [models.dense(8, { init: models.glorotUniform }), models.tanh()],
});
const values = (count: number, name: string): number[] => [
  ...random.stream(5, name).fillUniform(new Float32Array(count), -0.8, 0.8),
];
const start = tf.tensor2d(values(12, 'start'), [4, 3]);
const target = tf.tidy(() => tf.keep(generator.apply(tf.tensor2d(values(12, 'target'), [4, 3]))));
const cost = (of: tf.Tensor) => (z: tf.Tensor) => losses.rowMeanSquare(generator.apply(z), of);

/** Costs of each step, and where the latents are at the end. */
function run(options: training.DescentOptions, of: tf.Tensor, steps = 60) {
  const descent = training.descent(options);
  const costs = Array.from({ length: steps }, () => tf.tidy(() => [...descent.step(cost(of)).dataSync()]));
  const z = tf.tidy(() => [...descent.latents().dataSync()]);
  descent.dispose();
  return { costs, z };
}

suite('a descent on latents', () => {
  test('finds the latents of images that the generator has made, and leaves the generator as it is', () => {
    const before = generator.variables.map((variable) => [...variable.dataSync()]);
    for (const within of ['tanh', 'clip'] as const) {
      const { costs, z } = run({ start, within }, target, 200);
      assert.ok(Math.max(...costs.at(-1)!) < 1e-3, `${within}: ${costs.at(-1)}`);
      assert.ok(Math.max(...z.map(Math.abs)) <= 1);
    }
    assert.deepEqual(
      generator.variables.map((variable) => [...variable.dataSync()]),
      before,
    );
  });

  test('moves each row as if it were alone', () => {
    const all = run({ start }, target);
    for (const row of [0, 3]) {
      const [own, ofTarget] = [start, target].map((x) => tf.slice(x, row, 1)) as [tf.Tensor, tf.Tensor];
      const alone = run({ start: own }, ofTarget);
      alone.z.forEach((z, i) => assert.ok(Math.abs(z - all.z[3 * row + i]!) < 1e-5));
    }
  });

  test('makes the first step of Adam on z̃, by hand: as long as its rate, whatever the gradient', () => {
    const { z } = run({ start, learningRate: 0.05 }, target, 1);
    const moved = z.map((value, i) => Math.atanh(value) - Math.atanh(start.dataSync()[i]!));
    moved.forEach((by) => assert.ok(Math.abs(Math.abs(by) - 0.05) < 1e-4, `${by}`));
  });

  test('stays in [−1, 1] where the cost pulls out, and begins at ±1 without a NaN', () => {
    const outwards = (z: tf.Tensor2D): tf.Tensor1D => tf.neg(tf.sum(z, 1));
    for (const within of ['tanh', 'clip'] as const) {
      const descent = training.descent({ start: tf.tensor2d([[1, -1, 0]]), learningRate: 0.5, within });
      for (let step = 0; step < 30; step++) descent.step(outwards).dispose();
      const z = [...descent.latents().dataSync()];
      assert.ok(
        z.every((value) => value <= 1 && value > 0.9),
        `${within}: ${z}`,
      );
      descent.dispose();
    }
  });

  test('leaves no tensor behind', () => {
    run({ start }, target, 2);
    const before = tf.memory().numTensors;
    run({ start }, target, 5);
    assert.equal(tf.memory().numTensors, before);
  });
});
