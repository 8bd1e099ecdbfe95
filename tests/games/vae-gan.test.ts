// VAE/GAN: which loss goes where.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, type games } from 'gan-lib';
import { mean, near } from '../losses/reference.ts';
import {
  crossEntropies,
  digits,
  LATENTS,
  network,
  nonSaturating,
  normal,
  objective,
  plain,
  TINY,
  vaeGan,
} from './systems.ts';
import { dispose, update, weights } from './toys.ts';

const inTraining = { training: true };

/** ½ Σ (a − b)² of a sample, in plain numbers. */
const halfSquares = (a: tf.Tensor, b: tf.Tensor): number => {
  const others = plain(b);
  return (0.5 * plain(a).reduce((sum, value, i) => sum + (value - others[i]!) ** 2, 0)) / TINY.batchSize;
};

suite('VAE/GAN', () => {
  test('minimises what algorithm 1 says, player by player', () =>
    tf.tidy(() => {
      const { x } = digits(TINY).next();
      const [first, second] = [normal(TINY), normal(TINY)].map((source, i) => {
        if (i > 0) source.next(TINY.batchSize);
        return source.next(TINY.batchSize).z;
      }) as [tf.Tensor, tf.Tensor];
      const game = vaeGan({ gamma: 0.3, klWeight: 2 });
      const run = (name: string, input: tf.Tensor) => game.networks[name]!.apply(input, inTraining);
      const [mu, logVariance] = tf.split(run('encoder', x), 2, 1);
      const code = tf.add(mu!, tf.mul(tf.sqrt(tf.exp(logVariance!)), first));
      const again = run('decoder', code);
      const [ofReal, ofCode, ofNoise] = [x, again, run('decoder', second)].map((each) => run('body', each));
      const error = halfSquares(ofReal!, ofCode!);
      const [onReal, onCode, onNoise] = [ofReal!, ofCode!, ofNoise!].map((each) => plain(run('head', each)));

      const kl = plain(mu!).reduce((sum, m, i) => {
        const v = plain(logVariance!)[i]!;
        return sum + 0.5 * (m * m + Math.exp(v) - 1 - v);
      }, 0);
      const encoding = objective(game, 'encoder');
      near(encoding.log['kl']!, kl / TINY.batchSize, 1e-4);
      near(encoding.log['featureError']!, error, 1e-4);
      near(encoding.value, (2 * kl) / TINY.batchSize + error, 1e-4);
      dispose(game);

      const fresh = () => vaeGan({ gamma: 0.3, klWeight: 2 });
      const [decoder, discriminator] = [fresh(), fresh()];
      const decoding = objective(decoder, 'decoder');
      const fooling = mean([nonSaturating(onCode!), nonSaturating(onNoise!)]);
      near(decoding.log['decoderFeatureError']!, error, 1e-4);
      near(decoding.log['generatorLoss']!, fooling, 1e-4);
      near(decoding.value, 0.3 * error + fooling, 1e-4);
      const telling = mean([crossEntropies(onReal!, onCode!), crossEntropies(onReal!, onNoise!)]);
      near(objective(discriminator, 'discriminator').value, telling, 1e-4);
      [decoder, discriminator].forEach(dispose);
    }));

  const changed = (network: string) => (game: games.Game) => {
    for (const variable of game.networks[network]!.variables) {
      tf.tidy(() => variable.assign(tf.add(tf.mul(2, variable), 0.1)));
    }
  };
  /** The weights of a network after one update of a player. */
  const after = (role: string, network: string, change?: (game: games.Game) => void, gamma?: number) => {
    const game = vaeGan(gamma === undefined ? {} : { gamma });
    change?.(game);
    update(game, role);
    const moved = weights(game)[network];
    dispose(game);
    return moved;
  };

  test('lets no GAN loss reach the encoder: the head of D does not matter to it, the body does', () => {
    const plainly = after('encoder', 'encoder');
    assert.deepEqual(after('encoder', 'encoder', changed('head')), plainly);
    assert.notDeepEqual(after('encoder', 'encoder', changed('body')), plainly);
  });

  test('lets the reconstruction not reach D: γ does not matter to it, but to the decoder', () => {
    assert.deepEqual(
      after('discriminator', 'body', undefined, 5),
      after('discriminator', 'body', undefined, 0.01),
    );
    assert.notDeepEqual(
      after('decoder', 'decoder', undefined, 5),
      after('decoder', 'decoder', undefined, 0.01),
    );
  });

  test('with γ = 0 the decoder raises D’s logits: it fools D and does not help it', () => {
    const game = vaeGan({ gamma: 0 });
    const [first, ...later] = Array.from({ length: 20 }, () => update(game, 'decoder')['generatorLoss']!);
    assert.ok(later.at(-1)! < 0.8 * first!, `${first} → ${later.at(-1)}`);
    dispose(game);
  });

  test('D learns to tell, encoder and decoder to reconstruct, when they alone are trained', () => {
    for (const [roles, column] of [
      [['discriminator'], 'discriminatorLoss'],
      [['encoder', 'decoder'], 'decoderFeatureError'],
    ] as const) {
      const game = vaeGan({ gamma: 1 });
      const values = Array.from({ length: 60 }, () => {
        const logs = roles.map((role) => update(game, role));
        return logs.at(-1)![column]!;
      });
      const [early, late] = [values.slice(0, 5), values.slice(-5)].map(mean);
      assert.ok(late! < 0.8 * early!, `${column}: ${early} → ${late}`);
      dispose(game);
    }
  });

  test('says what does not fit', () => {
    const throws = (options: Parameters<typeof vaeGan>[0], message: string) =>
      assert.throws(() => vaeGan(options), { name: 'RangeError', message });
    const dense = (name: string, input: number[], output: number) =>
      network(name, input, [models.flatten(), models.dense(output)], TINY);
    throws(
      { encoder: dense('e', [28, 28, 1], LATENTS) },
      `e: [${2 * LATENTS}] outputs are expected, got [${LATENTS}]`,
    );
    throws({ decoder: dense('d', [5], 784) }, `d takes [5], but the latents is [${LATENTS}]`);
    throws({ body: dense('b', [784], 4) }, 'b takes [784], but the output of decoder is [28, 28, 1]');
    throws({ head: dense('h', [4], 1) }, 'h takes [4], but the output of body is [7, 7, 8]');
    throws(
      { head: dense('h', [7, 7, 8], 2) },
      'h: one logit [1] or a map of them [h, w, 1] is expected at its end, got [2]',
    );
    throws(
      { data: data.map(digits(TINY), ({ x }) => ({ a: x })) as unknown as data.Batches<'x'> },
      'vaeGan: a batch with x [28, 28, 1] is expected, these batches have a',
    );
    throws(
      { loss: losses.relativistic },
      'vaeGan: a loss of generated samples alone is expected, relativistic compares with real ones',
    );
  });
});
