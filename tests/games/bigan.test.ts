// BiGAN and ALI: a discriminator of pairs.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, type games } from 'gan-lib';
import { mean, near } from '../losses/reference.ts';
import {
  bigan,
  crossEntropies,
  digits,
  LATENTS,
  network,
  normal,
  objective,
  plain,
  rotated,
  TINY,
} from './systems.ts';
import { dispose, update } from './toys.ts';

const inTraining = { training: true };

const logits = ({ networks }: games.Game, x: tf.Tensor, z: tf.Tensor): number[] =>
  plain(networks['discriminator']!.apply(tf.concat([tf.reshape(x, [-1, 784]), z], 1), inTraining));

const encoded = ({ networks }: games.Game, x: tf.Tensor): tf.Tensor =>
  networks['encoder']!.apply(x, inTraining);
const generated = ({ networks }: games.Game, z: tf.Tensor): tf.Tensor =>
  networks['generator']!.apply(z, inTraining);

suite('BiGAN', () => {
  test('D tells (x, E(x)) from (G(z), z); G and E minimise the same with the sides exchanged', () =>
    tf.tidy(() => {
      const [{ x }, { z }] = [digits(TINY).next(), normal(TINY).next(TINY.batchSize)];
      for (const role of ['discriminator', 'generator']) {
        const game = bigan();
        const onReal = logits(game, x, encoded(game, x));
        const onFake = logits(game, generated(game, z), z);
        const expected =
          role === 'generator' ? crossEntropies(onFake, onReal) : crossEntropies(onReal, onFake);
        near(objective(game, role).value, expected, 1e-5, role);
        dispose(game);
      }
    }));

  test('with least squares the exchanged sides have their targets exchanged, too', () =>
    tf.tidy(() => {
      const game = bigan({ loss: losses.leastSquares });
      const inputs = game.players['generator']!.inputs() as Record<'x' | 'z', tf.Tensor>;
      const onReal = logits(game, inputs.x, encoded(game, inputs.x));
      const onFake = logits(game, generated(game, inputs.z), inputs.z);
      const expected = 0.5 * (mean(onFake.map((f) => (f - 1) ** 2)) + mean(onReal.map((r) => r * r)));
      near(objective(game, 'generator', inputs).value, expected, 1e-5);
      dispose(game);
    }));

  test('one update of G and E lowers D’s logit of (x, E(x)) and raises that of (G(z), z)', () => {
    for (const codes of [LATENTS, 2 * LATENTS]) {
      const game = bigan({ codes });
      const [x, z] = [digits(TINY).next().x, normal(TINY).next(TINY.batchSize).z];
      const code = (of: tf.Tensor) => tf.slice(encoded(game, of), [0, 0], [-1, LATENTS]); // ALI: μ
      const judged = () =>
        tf.tidy(() => [mean(logits(game, x, code(x))), mean(logits(game, generated(game, z), z))]);
      const [real, fake] = judged();
      for (let i = 0; i < 10; i++) update(game, 'generator');
      const [realNow, fakeNow] = judged();
      assert.ok(realNow! < real!, `${real} → ${realNow}`);
      assert.ok(fakeNow! > fake!, `${fake} → ${fakeNow}`);
      tf.dispose([x, z]);
      dispose(game);
    }
  });

  test('judges pairs: codes that belong to other samples give D another loss', () =>
    tf.tidy(() => {
      const game = bigan();
      const inputs = game.players['discriminator']!.inputs();
      const { value } = objective(game, 'discriminator', inputs);
      for (const name of ['code', 'z']) {
        const others = { ...inputs, [name]: rotated(inputs[name]!) };
        assert.notEqual(objective(game, 'discriminator', others).value, value, name);
      }
      dispose(game);
    }));
});

suite('ALI', () => {
  test('draws the code: μ + σ · ε, and both halves of the encoder’s output are trained', () =>
    tf.tidy(() => {
      const game = bigan({ codes: 2 * LATENTS });
      const inputs = game.players['generator']!.inputs() as Record<'x' | 'z' | 'epsilon', tf.Tensor>;
      const [mu, logVariance] = tf.split(encoded(game, inputs.x), 2, 1);
      const code = tf.add(mu!, tf.mul(tf.sqrt(tf.exp(logVariance!)), inputs.epsilon));
      const onReal = logits(game, inputs.x, code);
      const onFake = logits(game, generated(game, inputs.z), inputs.z);
      near(objective(game, 'generator', inputs).value, crossEntropies(onFake, onReal), 1e-5);
      const bias = game.networks['encoder']!.variables.at(-1)!;
      update(game, 'generator');
      assert.ok(plain(bias).every((value) => value !== 0));
      assert.equal(bias.size, 2 * LATENTS);
      dispose(game);
    }));

  test('is another game than BiGAN to a checkpoint', () => {
    const [ali, other] = [bigan({ codes: 2 * LATENTS }), bigan()];
    assert.deepEqual([ali.name, other.name], ['ALI, non-saturating', 'BiGAN, non-saturating']);
    [ali, other].forEach(dispose);
  });
});

test('what does not fit is said in a line', () => {
  const throws = (options: Parameters<typeof bigan>[0], message: string) =>
    assert.throws(() => bigan(options), { name: 'RangeError', message });
  const dense = (name: string, input: number[], output: number) =>
    network(name, input, [models.flatten(), models.dense(output)], TINY);
  throws(
    { codes: LATENTS + 1 },
    `encoder: [${LATENTS}] or [${2 * LATENTS}] outputs are expected, got [${LATENTS + 1}]`,
  );
  throws({ generator: dense('g', [5], 784) }, `g takes [5], but the latents is [${LATENTS}]`);
  throws(
    { generator: dense('g', [LATENTS], 784) },
    'encoder takes [28, 28, 1], but the output of g is [784]',
  );
  throws(
    { discriminator: dense('d', [792], 2) },
    'd: one logit [1] or a map of them [h, w, 1] is expected at its end, got [2]',
  );
  throws(
    { data: data.map(digits(TINY), ({ x }) => ({ a: x })) as unknown as data.Batches<'x'> },
    'bigan: a batch with x [28, 28, 1] is expected, these batches have a',
  );
});
