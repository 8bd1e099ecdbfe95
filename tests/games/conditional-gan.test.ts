// The conditional GAN and AC-GAN: what is minimised, and what the labels have to do with it.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, training, type games } from 'gan-lib';
import { mean, near } from '../losses/reference.ts';
import {
  acgan,
  coded,
  conditionalGan,
  crossEntropies,
  digits,
  labelled,
  LATENTS,
  network,
  nonSaturating,
  objective,
  plain,
  rotated,
  TINY,
} from './systems.ts';
import { dispose, update } from './toys.ts';

const inTraining = { training: true };

/** The first batch and the first latents that a game of these sources draws. */
const drawn = () => ({ ...labelled(TINY).next(), ...coded(TINY).next(TINY.batchSize) });

suite('conditional GAN', () => {
  const logits = ({ networks }: games.Game, x: tf.Tensor, y: tf.Tensor): number[] =>
    plain(networks['head']!.apply(tf.concat([networks['body']!.apply(x, inTraining), y], 1), inTraining));

  test('minimises the cross-entropies of samples beside their labels', () =>
    tf.tidy(() => {
      const game = conditionalGan();
      const { x, y, z, codes } = drawn();
      const fake = game.networks['generator']!.apply(z, inTraining);
      const [onReal, onFake] = [logits(game, x, y), logits(game, fake, codes)];
      near(objective(game, 'discriminator').value, crossEntropies(onReal, onFake), 1e-5);
      dispose(game);
      const other = conditionalGan();
      near(objective(other, 'generator').value, nonSaturating(onFake), 1e-5);
      dispose(other);
    }));

  test('tells the label to both players: wrong labels give another loss, unless nobody reads them', () =>
    tf.tidy(() => {
      const game = conditionalGan();
      const [first] = game.networks['head']!.variables;
      const judged = game.players['discriminator']!.inputs();
      const asked = game.players['generator']!.inputs();
      const losses = () => [
        objective(game, 'discriminator', judged).value,
        objective(game, 'discriminator', { ...judged, y: rotated(judged['y']!) }).value,
        objective(game, 'discriminator', { ...judged, codes: rotated(judged['codes']!) }).value,
        objective(game, 'generator', asked).value,
        objective(game, 'generator', { ...asked, codes: rotated(asked['codes']!) }).value,
      ];
      const [told, wrongReal, wrongFake, drawing, wrongDrawing] = losses();
      assert.notEqual(told, wrongReal);
      assert.notEqual(told, wrongFake);
      assert.notEqual(drawing, wrongDrawing);
      const features = first!.shape[0] - 10;
      first!.assign(tf.concat([tf.slice(first!, 0, features), tf.zeros([10, first!.shape[1]!])]));
      const [blind, ...wrong] = losses();
      assert.deepEqual(wrong.slice(0, 2), [blind, blind]);
      assert.equal(wrong[2], wrong[3]);
      dispose(game);
    }));

  test('takes a penalty on its slope, told the label there, too', () => {
    const body = network('body', [28, 28, 1], [models.flatten(), models.dense(8), models.leakyRelu()], TINY);
    const head = network('head', [18], [models.dense(1)], TINY);
    const game = conditionalGan({ body, head, penalty: losses.r1(2) });
    const { value, log } = objective(game, 'discriminator');
    assert.ok(log['gradientPenalty']! > 0);
    near(value, log['discriminatorLoss']! + 2 * log['gradientPenalty']!, 1e-6);
    dispose(game);
  });

  test('says what does not fit', () => {
    const throws = (options: Parameters<typeof conditionalGan>[0], message: string) =>
      assert.throws(() => conditionalGan(options), { name: 'RangeError', message });
    const dense = (name: string, input: number[], output: number) =>
      network(name, input, [models.flatten(), models.dense(output)], TINY);
    throws(
      { generator: dense('g', [LATENTS], 784) },
      `g takes [${LATENTS}], but the latents is [${LATENTS + 10}]`,
    );
    throws({ body: dense('b', [784], 4) }, 'b takes [784], but the output of generator is [28, 28, 1]');
    throws({ head: dense('h', [392], 1) }, 'h takes [392], but the output of body beside the label is [402]');
    throws(
      { head: dense('h', [402], 2) },
      'h: one logit [1] or a map of them [h, w, 1] is expected at its end, got [2]',
    );
    throws(
      { data: digits(TINY) as unknown as data.Batches<'x' | 'y'> },
      'conditionalGan: a batch with y [10] is expected, these batches have x, labels',
    );
    throws(
      { data: data.map(digits(TINY), ({ x }) => ({ x, y: tf.zeros([8, 9]) })) },
      'conditionalGan: y of shape [10] is expected in a batch, got [9]',
    );
  });
});

suite('AC-GAN', () => {
  /** Mean log-likelihood of one-hot labels under class logits, in plain numbers. */
  const logLikelihood = (logits: tf.Tensor, labels: tf.Tensor): number => {
    const [rows, wanted] = [logits, labels].map((each) => each.arraySync() as number[][]);
    return mean(
      rows!.map((row, i) => {
        const all = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
        return row.reduce((sum, logit, k) => sum + wanted![i]![k]! * (logit - all), 0);
      }),
    );
  };
  const judged = ({ networks }: games.Game, x: tf.Tensor) => {
    const features = networks['trunk']!.apply(x, inTraining);
    const [logits, classes] = [networks['discriminator']!, networks['q']!].map((head) =>
      head.apply(features, inTraining),
    );
    return { logits: plain(logits!), classes: classes! };
  };

  test('minimises source and class: the class of real and generated samples in D, of generated ones in G', () =>
    tf.tidy(() => {
      const game = acgan({ lambda: 0.7 });
      const { x, y, z, codes } = drawn();
      const [real, fake] = [x, game.networks['generator']!.apply(z, inTraining)].map((each) =>
        judged(game, each),
      );
      const ofReal = logLikelihood(real!.classes, y);
      const ofFake = logLikelihood(fake!.classes, codes) + Math.log(10); // less the constant H(c)
      const { value, log } = objective(game, 'discriminator');
      near(value, crossEntropies(real!.logits, fake!.logits) - ofReal - ofFake, 1e-5);
      near(log['labelLoss']!, -ofReal, 1e-5);
      near(log['informationCategorical']!, ofFake, 1e-5);
      dispose(game);
      const other = acgan({ lambda: 0.7 });
      near(objective(other, 'generator').value, nonSaturating(fake!.logits) - 0.7 * ofFake, 1e-5);
      dispose(other);
    }));

  test('leaves samples without a label out', () =>
    tf.tidy(() => {
      const game = acgan();
      const inputs = game.players['discriminator']!.inputs();
      const half = tf.tensor2d(Array.from({ length: TINY.batchSize }, (_, i) => [i % 2]));
      const some = tf.mul(inputs['y']!, half);
      const { classes } = judged(game, inputs['real']!);
      const logged = objective(game, 'discriminator', { ...inputs, y: some }).log['labelLoss']!;
      near(logged, -2 * logLikelihood(classes, some), 1e-5);
      const none = objective(game, 'discriminator', { ...inputs, y: tf.zerosLike(some) });
      near(none.log['labelLoss']!, 0, 0);
      dispose(game);
    }));

  test('reads the labels of samples of their own, where few are labelled, and still judges the others', () =>
    tf.tidy(() => {
      const few = (): data.Batches<'x' | 'y'> =>
        data.partlyLabelled(data.loadMnist().train, { labels: 100, classes: 10, ...TINY });
      const game = acgan({ data: few() });
      const { x, y, labelled: told } = few().next() as data.Batch<'x' | 'y' | 'labelled'>;
      const fake = game.networks['generator']!.apply(drawn().z, inTraining);
      const inputs = game.players['discriminator']!.inputs();
      assert.deepEqual(plain(inputs['real']!), plain(x));
      assert.deepEqual(plain(inputs['fake']!), plain(fake));
      const { log } = objective(game, 'discriminator', inputs);
      near(log['labelLoss']!, -logLikelihood(judged(game, told).classes, y), 1e-5);
      near(
        log['discriminatorLoss']!,
        crossEntropies(judged(game, x).logits, judged(game, fake).logits),
        1e-5,
      );
      dispose(game);
    }));

  test('can be sure of a class: a softmax before the one in the loss could not fall below 1.461', () => {
    const batch = labelled(TINY).next();
    const same = data.map(digits(TINY), () => ({ x: tf.clone(batch.x), y: tf.clone(batch.y) }));
    const optimisers = { generator: training.adam(), discriminator: training.adam({ learningRate: 1e-2 }) };
    const game = acgan({ data: same, optimisers });
    let last = Infinity;
    for (let i = 0; i < 120; i++) last = update(game)['labelLoss']!;
    assert.ok(last < 0.1, `${last}`);
    const twice = tf.tidy(() => losses.labelCrossEntropy(batch.y, batch.y).dataSync()[0]!); // a sure softmax
    near(twice, Math.log(1 + 9 / Math.E), 1e-6);
    tf.dispose([batch.x, batch.y]);
    dispose(game);
  });

  test('needs labels of the shape of its code', () => {
    assert.throws(() => acgan({ data: digits(TINY) as unknown as data.Batches<'x' | 'y'> }), {
      name: 'RangeError',
      message: 'infogan: a batch with y [10] is expected, these batches have x, labels',
    });
    const q = network('q', [TINY.units], [models.dense(9)], TINY);
    assert.throws(() => acgan({ q }), {
      name: 'RangeError',
      message: 'q: [10] outputs are expected, got [9]',
    });
  });
});
