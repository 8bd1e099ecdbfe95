import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, random, training } from 'gan-lib';
import { toyGan, weights, type Toy } from '../games/toys.ts';

const folder = mkdtempSync(join(tmpdir(), 'divergence-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'latest.safetensors');

const trainerOf = (toy: Toy = {}) => new training.Trainer({ game: toyGan(toy), logEvery: 1 });

/** Real samples that are NaN (or whatever is given) from batch `from` on. */
function spoilt(from: number, value = NaN): data.Batches<'x'> {
  const good = data.functionBatches({
    batchSize: 8,
    shapes: { x: [2] },
    random: random.stream(1, 'data'),
    draw: (source) => ({ x: source.fillNormal(new Float32Array(16)) }),
  });
  let batch = 0;
  return {
    ...good,
    next: () => (++batch < from ? good.next() : { x: tf.fill([8, 2], value) }),
    save: () => ({ batch, good: good.save() }),
    restore(state: { batch: number; good: object }) {
      batch = state.batch;
      good.restore(state.good as never);
    },
  };
}

/** The NonFiniteError that training ends with. */
async function divergence(trainer: training.Trainer, steps: number, hooks: training.Hook[] = []) {
  let found: unknown;
  await trainer.train({ steps, hooks }).catch((error: unknown) => (found = error));
  assert.ok(found instanceof training.NonFiniteError, String(found));
  assert.equal(found.name, 'NonFiniteError');
  assert.ok(!found.message.includes('\n'));
  return found;
}

suite('a loss that is NaN', () => {
  test('stops training at that step and names the loss and the first bad weight', async () => {
    const trainer = trainerOf({ data: spoilt(5) });
    const error = await divergence(trainer, 20);
    assert.equal(error.step, 5);
    assert.equal(trainer.step, 5);
    assert.equal(error.tensor, 'discriminatorLoss, and the first bad weight is generator 1-dense/weights');
    assert.ok(
      error.message.startsWith(
        `training diverged at step 5: ${error.tensor} is not finite; usual causes are `,
      ),
    );
    assert.deepEqual(trainer.history.columns()['step'], [1, 2, 3, 4]); // no row of what is no number
    trainer.dispose();
  });

  test('is infinite: the same', async () => {
    const trainer = trainerOf({ data: spoilt(3, Infinity) });
    assert.equal((await divergence(trainer, 20)).step, 3);
    trainer.dispose();
  });

  test('in the generator’s update alone', async () => {
    let updates = 0;
    const loss: losses.GanLoss = {
      ...losses.nonSaturating,
      pure: false,
      generator: (fake) => {
        const value = losses.nonSaturating.generator(fake);
        return ++updates < 5 /* the first is the rehearsal */ ? value : tf.div(value, 0);
      },
    };
    const trainer = trainerOf({ loss });
    const error = await divergence(trainer, 20);
    assert.equal(error.step, 4);
    assert.match(error.tensor, /^generatorLoss, and the first bad weight is generator /);
    trainer.dispose();
  });
});

suite('a weight that is not finite', () => {
  test('stops training at that step although every loss is finite', async () => {
    // tanh of an infinite bias is 1: no loss will ever show it.
    const generator = [models.dense(4), models.relu(), models.dense(2), models.tanh()];
    for (const value of [Infinity, NaN]) {
      const trainer = trainerOf({ layers: { generator } });
      await trainer.train({ steps: 2 });
      const spoil: training.Hook = {
        every: 4,
        run({ step, game }) {
          if (step === 4) game.networks['generator']!.variables[3]!.assign(tf.tensor1d([value, 0]));
        },
      };
      const error = await divergence(trainer, 20, [spoil]);
      assert.equal(error.step, 5);
      if (value === Infinity) assert.equal(error.tensor, 'generator 3-dense/bias');
      trainer.dispose();
    }
  });

  test('in the last update of a training is found, too', async () => {
    // A learning rate at which the very first update overflows; the losses before it are finite.
    const steep = (fake: tf.Tensor): tf.Scalar => tf.mul(1000, losses.wasserstein.generator(fake));
    const trainer = trainerOf({
      loss: { ...losses.wasserstein, generator: steep },
      optimisers: {
        generator: training.sgd({ learningRate: 3e38 }),
        discriminator: training.adam(),
      },
      data: spoilt(1, 100),
    });
    const error = await divergence(trainer, 1);
    assert.equal(error.step, 1);
    assert.match(error.tensor, /^generator \d-dense/);
    trainer.dispose();
  });

  test('is recorded by batch normalisation: found as well', async () => {
    const generator = [models.dense(4), models.batchNorm(), models.relu(), models.dense(2)];
    const trainer = trainerOf({ layers: { generator } });
    trainer.game.networks['generator']!.stored.find(({ name }) =>
      name.endsWith('/variance'),
    )!.variable.assign(tf.fill([4], Infinity));
    assert.equal((await divergence(trainer, 3)).tensor, 'generator 2-batchNorm/variance');
    trainer.dispose();
  });
});

suite('the last good checkpoint', () => {
  test('is kept, named in the error, and training can go on from it', async () => {
    const trainer = trainerOf({ data: spoilt(7) });
    const error = await divergence(trainer, 20, [training.checkpoints(file, 2)]);
    assert.equal(error.step, 7);
    assert.ok(error.message.endsWith(`; the last good checkpoint is ${file}`));
    trainer.dispose();
    const again = trainerOf({ data: spoilt(1000) });
    again.load(file);
    assert.equal(again.step, 6);
    assert.equal((await again.train({ steps: 10 })).step, 10);
    assert.ok(Object.values(weights(again.game)).flat(2).every(Number.isFinite));
    again.dispose();
  });

  test('is not replaced by one that is not finite', async () => {
    const trainer = trainerOf();
    await trainer.train({ steps: 2, hooks: [training.checkpoints(file, 1)] });
    const before = readFileSync(file);
    trainer.game.networks['generator']!.variables[0]!.assign(tf.fill([3, 16], NaN));
    assert.throws(
      () => trainer.save(file),
      (error) => error instanceof training.NonFiniteError && error.tensor === 'generator 1-dense/weights',
    );
    assert.deepEqual(readFileSync(file), before);
    trainer.dispose();
  });

  test('a restart after a divergence begins anew', async () => {
    const trainer = trainerOf({
      optimiser: () => training.sgd({ learningRate: 1e30 }),
      loss: losses.leastSquares,
    });
    await divergence(trainer, 50);
    trainer.restart();
    assert.ok(Object.values(weights(trainer.game)).flat(2).every(Number.isFinite));
    assert.deepEqual(weights(trainer.game), weights(toyGan()));
    trainer.dispose();
  });
});
