// DiscoGAN: two domains that nothing pairs.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, type games } from 'gan-lib';
import { mean, near } from '../losses/reference.ts';
import {
  crossEntropies,
  digits,
  discogan,
  negatives,
  network,
  nonSaturating,
  objective,
  plain,
  rotated,
  TINY,
} from './systems.ts';
import { dispose, step } from './toys.ts';

const inTraining = { training: true };

const distance = (x: tf.Tensor, y: tf.Tensor): number => {
  const others = plain(y);
  return mean(plain(x).map((value, i) => (value - others[i]!) ** 2));
};

/** Everything that is in the objectives, from the networks as they are. */
function parts({ networks }: games.Game, { a, b }: { readonly a: tf.Tensor; readonly b: tf.Tensor }) {
  const run = (name: string, x: tf.Tensor) => networks[name]!.apply(x, inTraining);
  const [fakeB, fakeA] = [run('ab', a), run('ba', b)];
  const judged = (name: string, ...of: tf.Tensor[]) => of.map((x) => plain(run(name, x)));
  const [realOfA, fakeOfA] = judged('discriminatorA', a, fakeA);
  const [realOfB, fakeOfB] = judged('discriminatorB', b, fakeB);
  return {
    discriminatorLossA: crossEntropies(realOfA!, fakeOfA!),
    discriminatorLossB: crossEntropies(realOfB!, fakeOfB!),
    generatorLossA: nonSaturating(fakeOfA!),
    generatorLossB: nonSaturating(fakeOfB!),
    reconstructionA: distance(run('ba', fakeB), a),
    reconstructionB: distance(run('ab', fakeA), b),
  };
}

suite('DiscoGAN', () => {
  test('minimises both GAN losses and both reconstructions, as many as were asked for', () =>
    tf.tidy(() => {
      const batch = negatives(TINY).next();
      const minimised = {
        both: ['generatorLossA', 'generatorLossB', 'reconstructionA', 'reconstructionB'],
        one: ['generatorLossB', 'reconstructionA'],
        none: ['generatorLossB'],
      } as const;
      for (const [reconstruction, names] of Object.entries(minimised)) {
        const game = discogan({
          reconstruction: reconstruction as keyof typeof minimised,
          reconstructionWeight: 10,
        });
        const expected = parts(game, batch);
        const weight = (name: string) => (name.startsWith('reconstruction') ? 10 : 1);
        const value = names.reduce((sum, name) => sum + weight(name) * expected[name], 0);
        const drawing = objective(game, 'generator');
        near(drawing.value, value, 1e-5, reconstruction);
        assert.deepEqual(Object.keys(drawing.log).sort(), [...names].sort());
        for (const name of names) near(drawing.log[name]!, expected[name], 1e-5, name);
        dispose(game);
        const other = discogan({ reconstruction: reconstruction as keyof typeof minimised });
        const judging = objective(other, 'discriminator');
        const ofA = reconstruction === 'both' ? expected.discriminatorLossA : 0;
        const total = ofA + expected.discriminatorLossB;
        near(judging.value, total, 1e-5, reconstruction);
        dispose(other);
      }
    }));

  test('takes another distance, and more updates of the generators', () => {
    const game = discogan({ distance: losses.l1, generatorUpdates: 2 });
    tf.tidy(() => {
      const inputs = game.players['generator']!.inputs();
      const { ab, ba } = game.networks;
      const again = ba!.apply(ab!.apply(inputs['a']!, inTraining), inTraining);
      const expected = losses.l1(again, inputs['a']!).dataSync()[0]!;
      near(objective(game, 'generator', inputs).log['reconstructionA']!, expected, 1e-5);
    });
    step(game);
    assert.equal(game.players['generator']!.optimiser.state().step, 2);
    assert.equal(game.players['discriminator']!.optimiser.state().step, 1);
    dispose(game);
  });

  test('asks each discriminator about its own domain, in both players’ updates', () =>
    tf.tidy(() => {
      const game = discogan();
      const seen: Record<string, tf.Tensor[]> = {};
      for (const name of ['discriminatorA', 'discriminatorB']) {
        const judge = game.networks[name] as { apply: models.Network['apply'] };
        const { apply } = judge;
        judge.apply = (x, options) => {
          (seen[name] ??= []).push(x);
          return apply(x, options);
        };
      }
      const inputs = game.players['generator']!.inputs() as Record<'a' | 'b', tf.Tensor>;
      const { a, b } = inputs;
      const fakeA = game.networks['ba']!.apply(b, inTraining);
      const fakeB = game.networks['ab']!.apply(a, inTraining);
      game.players['discriminator']!.objective({ a, b, fakeA, fakeB });
      game.players['generator']!.objective(inputs);
      for (const [name, real, fake] of [
        ['discriminatorA', a, fakeA],
        ['discriminatorB', b, fakeB],
      ] as const) {
        assert.equal(seen[name]!.length, 2);
        assert.deepEqual(plain(seen[name]![0]!), [...plain(real), ...plain(fake)], `${name}, judging`);
        assert.deepEqual(plain(seen[name]![1]!), plain(fake), `${name}, being fooled`);
      }
      dispose(game);
    }));

  test('compares nothing of a with b: in another order against each other they give the same losses', () =>
    tf.tidy(() => {
      const game = discogan();
      const inputs = game.players['generator']!.inputs() as Record<'a' | 'b', tf.Tensor>;
      const paired = objective(game, 'generator', inputs);
      const others = objective(game, 'generator', { a: inputs.a, b: rotated(inputs.b) });
      near(others.value, paired.value, 1e-5);
      for (const [name, value] of Object.entries(paired.log)) near(others.log[name]!, value, 1e-5, name);
      // What a loss on pairs would do.
      const translated = game.networks['ab']!.apply(inputs.a, inTraining);
      const [right, wrong] = [inputs.b, rotated(inputs.b)].map((b) => distance(translated, b));
      assert.ok(Math.abs(right! - wrong!) > 1e-4, `${right} ${wrong}`);
      dispose(game);
    }));

  test('draws both domains from streams of their own', () => {
    const first = (seed: number) => {
      const [a, b] = [TINY, { ...TINY, seed }].map((size, i) =>
        data.map(digits(size), ({ x }) => ({ [i ? 'b' : 'a']: x })),
      ) as [data.Batches<'a'>, data.Batches<'b'>];
      return tf.tidy(() => {
        const batch = data.zip(a, b).next();
        return { a: plain(batch.a), b: plain(batch.b) };
      });
    };
    const [one, other] = [first(1), first(2)];
    assert.deepEqual(one.a, other.a);
    assert.notDeepEqual(one.b, other.b);
  });

  test('says what does not fit', () => {
    const throws = (options: Parameters<typeof discogan>[0], message: string) =>
      assert.throws(() => discogan(options), { name: 'RangeError', message });
    const dense = (name: string, input: number[], output: number) =>
      network(name, input, [models.flatten(), models.dense(output)], TINY);
    throws(
      { data: digits(TINY) as unknown as data.Batches<'a' | 'b'> },
      'discogan: a batch with a [28, 28, 1] is expected, these batches have x, labels',
    );
    throws({ ab: dense('to B', [28, 28, 1], 5) }, 'ba takes [28, 28, 1], but the output of to B is [5]');
    throws(
      { discriminatorA: dense('judge', [5], 1) },
      'judge takes [5], but the output of ba is [28, 28, 1]',
    );
    throws(
      { discriminatorB: dense('judge', [28, 28, 1], 2) },
      'judge: one logit [1] or a map of them [h, w, 1] is expected at its end, got [2]',
    );
  });
});
