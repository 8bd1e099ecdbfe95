// Translation with its adversary: pix2pix and SRGAN; without: regression.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, training, type games } from 'gan-lib';
import { mean, near, softplus } from '../losses/reference.ts';
import {
  crossEntropies,
  digits,
  network,
  nonSaturating,
  objective,
  pix2pix,
  plain,
  reduced,
  regression,
  rotated,
  srgan,
  TINY,
} from './systems.ts';
import { dispose, numbers, update } from './toys.ts';

const inTraining = { training: true };

const logits = ({ networks }: games.Game, ...channels: tf.Tensor[]): number[] =>
  plain(networks['discriminator']!.apply(tf.concat(channels, 3), inTraining));

/** Mean of what `f` makes of the difference of all numbers of two tensors. */
const meanOf = (f: (difference: number) => number, a: tf.Tensor, b: tf.Tensor): number => {
  const others = plain(b);
  return mean(plain(a).map((value, i) => f(value - others[i]!)));
};
const square = (value: number) => value * value;

suite('pix2pix', () => {
  test('D minimises the cross-entropies of pictures beside what was given, over all patches', () =>
    tf.tidy(() => {
      const game = pix2pix();
      const inputs = game.players['discriminator']!.inputs();
      const { x, y, fake } = inputs as Record<'x' | 'y' | 'fake', tf.Tensor>;
      const [onReal, onFake] = [logits(game, y, x), logits(game, fake, x)];
      assert.equal(onReal.length, TINY.batchSize * 14 * 14);
      near(objective(game, 'discriminator', inputs).value, crossEntropies(onReal, onFake), 1e-5);
      dispose(game);
    }));

  test('G minimises its GAN loss and 100 times the mean of |G(x) − y|', () =>
    tf.tidy(() => {
      const game = pix2pix();
      const inputs = game.players['generator']!.inputs();
      const { x, y } = inputs as Record<'x' | 'y', tf.Tensor>;
      const fake = game.networks['generator']!.apply(x, { training: true, drawn: inputs });
      const l1 = meanOf(Math.abs, fake, y);
      const { value, log } = objective(game, 'generator', inputs);
      near(log['l1']!, l1, 1e-5);
      near(value, nonSaturating(logits(game, fake, x)) + 100 * l1, 1e-5);
      dispose(game);
    }));

  test('draws its noise, dropout masks, among the inputs: two runs on the same are equal, on others not', () =>
    tf.tidy(() => {
      const game = pix2pix();
      const inputs = game.players['generator']!.inputs();
      const [one, again] = [1, 2].map(() => objective(game, 'generator', inputs).log['l1']);
      assert.equal(one, again);
      const masks = game.networks['generator']!.draw(TINY.batchSize);
      assert.equal(Object.keys(masks).length, 1);
      assert.notEqual(objective(game, 'generator', { ...inputs, ...masks }).log['l1'], one);
      dispose(game);
    }));

  test('asks D anew in G’s update: its loss is that of the weights after D’s own', () =>
    tf.tidy(() => {
      const game = pix2pix();
      const inputs = game.players['generator']!.inputs();
      const stale = objective(game, 'generator', inputs).log['generatorLoss']!;
      update(game);
      const { log: now } = objective(game, 'generator', inputs);
      const fake = game.networks['generator']!.apply(inputs['x']!, { training: true, drawn: inputs });
      near(now['generatorLoss']!, nonSaturating(logits(game, fake, inputs['x']!)), 1e-5);
      assert.ok(Math.abs(now['generatorLoss']! - stale) > 1e-3);
      dispose(game);
    }));

  test('lets D see what was given only if it is conditional', () =>
    tf.tidy(() => {
      const changed = (game: games.Game) => {
        const inputs = game.players['discriminator']!.inputs();
        const others = { ...inputs, x: rotated(inputs['x']!) };
        const [with_, without] = [inputs, others].map((each) => objective(game, 'discriminator', each).value);
        dispose(game);
        return with_ !== without;
      };
      const alone = network('discriminator', [28, 28, 1], models.patchDiscriminator(TINY), TINY);
      assert.equal(changed(pix2pix()), true);
      assert.equal(changed(pix2pix({ adversary: { conditional: false, discriminator: alone } })), false);
    }));

  test('weighs both terms of G’s objective; with weight 0 a term is only logged', () => {
    for (const [weight, contentWeight] of [
      [1, 0],
      [0, 1],
      [0.3, 7],
    ] as const) {
      const game = pix2pix({ contentWeight, adversary: { weight } });
      const { value, log } = objective(game, 'generator');
      near(value, weight * log['generatorLoss']! + contentWeight * log['l1']!, 1e-6);
      dispose(game);
    }
  });
});

suite('SRGAN', () => {
  test('minimises the mean square and a fortieth of a relativistic loss, which sees real pictures', () =>
    tf.tidy(() => {
      const game = srgan();
      const inputs = game.players['generator']!.inputs();
      const { x, y } = inputs as Record<'x' | 'y', tf.Tensor>;
      const fake = game.networks['generator']!.apply(x, inTraining);
      const [r, f] = [logits(game, y), logits(game, fake)];
      const ofFake = mean(f.map((each) => softplus(mean(r) - each)));
      const ofReal = mean(r.map((each) => softplus(each - mean(f))));
      const { value, log } = objective(game, 'generator', inputs);
      near(log['meanSquare']!, meanOf(square, fake, y), 1e-5);
      near(value, log['meanSquare']! + 0.025 * 0.5 * (ofFake + ofReal), 1e-5);
      dispose(game);
    }));
});

suite('regression', () => {
  test('minimises the content term alone', () =>
    tf.tidy(() => {
      const game = regression({ contentWeight: 3 });
      assert.deepEqual(Object.keys(game.players), ['generator']);
      const inputs = game.players['generator']!.inputs();
      const { x, y } = inputs as Record<'x' | 'y', tf.Tensor>;
      const content = meanOf(square, game.networks['generator']!.apply(x, inTraining), y);
      const { value, log } = objective(game, 'generator', inputs);
      near(log['meanSquare']!, content, 1e-5);
      near(value, 3 * content, 1e-5);
      dispose(game);
    }));

  test('can learn a single batch by heart', () => {
    const batch = reduced(TINY).next();
    const same = data.map(digits(TINY), () => ({ x: tf.clone(batch.x), y: tf.clone(batch.y) }));
    const game = regression({ data: same, optimiser: training.adam({ learningRate: 5e-3 }) });
    const values = Array.from({ length: 60 }, () => update(game, 'generator')['meanSquare']!);
    assert.ok(values.at(-1)! < values[0]! / 5, `${values[0]} → ${values.at(-1)}`);
    tf.dispose([batch.x, batch.y]);
    dispose(game);
  });
});

test('features of a fixed network are compared, recorded, and the network stays as it is', () => {
  const features = models.network({
    ...{ name: 'features', input: [28, 28, 1], seed: 2 },
    layers: [models.conv2d({ filters: 4 }), models.relu()],
  });
  let calls = 0;
  const content = (fake: tf.Tensor, y: tf.Tensor) => {
    calls++;
    return losses.term('featureError', losses.meanSquare(features.apply(fake), features.apply(y)));
  };
  const game = regression({ content, fixed: { features } });
  const before = features.variables.map((variable) => [...variable.dataSync()]);
  const compiled = training.compile(game);
  const values = Array.from({ length: 5 }, () => numbers(compiled.step())['featureError']!);
  assert.equal(calls, 2);
  assert.ok(values.at(-1)! < values[0]!, values.join());
  assert.deepEqual(
    features.variables.map((variable) => [...variable.dataSync()]),
    before,
  );
  dispose(game);
});

test('what does not fit is said in a line', () => {
  const throws = (make: () => games.Game, message: string) =>
    assert.throws(make, { name: 'RangeError', message });
  const dense = (name: string, input: number[], output: number) =>
    network(name, input, [models.flatten(), models.dense(output)], TINY);
  throws(
    () => pix2pix({ data: digits(TINY) as unknown as data.Batches<'x' | 'y'> }),
    'translation: a batch with y [28, 28, 1] is expected, these batches have x, labels',
  );
  throws(
    () => regression({ generator: dense('g', [7, 7, 1], 784) }),
    'translation: y of shape [784] is expected in a batch, got [28, 28, 1]',
  );
  throws(
    () => pix2pix({ adversary: { discriminator: dense('d', [28, 28, 1], 1) } }),
    'd takes [28, 28, 1], but a picture beside what was given is [28, 28, 2]',
  );
  throws(
    () => srgan({ discriminator: dense('d', [28, 28, 2], 1) }),
    'd takes [28, 28, 2], but a picture is [28, 28, 1]',
  );
  throws(
    () => srgan({ discriminator: dense('d', [28, 28, 1], 3) }),
    'd: one logit [1] or a map of them [h, w, 1] is expected at its end, got [3]',
  );
  throws(
    () => srgan({ conditional: true }),
    'side by side, shapes differ in their last dimension alone, got [28, 28, 1] and [7, 7, 1]',
  );
});
