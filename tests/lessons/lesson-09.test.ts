/** Lesson 09, executed in the real kernel: its early numbers, its claims as saved and as swept, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, games, losses, metrics, models, training } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, hasScoreboard, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['09']);
const notebook = readNotebook(file!);

describe('lesson 09, quick', () => {
  const { found, cells, near } = executedQuickly('09', (asItIs) => asItIs);

  it('begins with the losses of players without an idea', () => {
    near('firstD', 2 * Math.LN2, 0.05);
    near('firstGE', 2 * Math.LN2, 0.15);
  });

  it('writes out the layers and the steps that the library has', () => {
    assert.equal(found['sameAsLib'], true);
    near('handAgainstTrainer', 0, 1e-3);
  });

  it('has null models where they are known to be: PCA, pixels, an untrained encoder', () => {
    near('robustPca', 0.97, 0.05);
    near('sharpnessPca', 0.5, 0.12);
    near('nearestPixels', 0.82, 0.06); // 1,000 neighbours
    assert.ok(found['nearestUntrained']! > 0.3, `${found['nearestUntrained']}`);
  });

  it('has charts, pictures, a film and a scoreboard', () => {
    hasOutputs(cells, 'application/vnd.vega.v5+json', 'image/png', 'text/html');
    hasOutputs(cells, 'application/vnd.plotly.v1+json');
    hasScoreboard(cells);
  });

  it('has a page to write a digit on', () => {
    assert.ok(cells.some(({ source, text }) => source.includes('plots.sketchpad') && text.length > 0));
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    // What the last asks of an encoder holds for a trained one.
    leavesAndSolves(notebook, cells, ['09.1', '09.2', '09.3', '09.4', '09.5', '09.6'], 5);
    near('exercise1', 3 / Math.sqrt((5.8 ** 2 + 9.2 ** 2) / 10), 1e-6);
    near('exercise2', Math.LN2, 1e-6);
    near('sigmaBefore', 1, 0.2);
  });
});

describe('lesson 09 as it is saved', () => {
  const saved = results(notebook) as Record<string, number>;

  it('has its claim about the inverse, and the one seed that it trains is one of the sweep', () => {
    assert.ok(saved['ratioMean']! <= 0.9 && saved['digitMean']! >= 0.3);
    assert.ok(saved['ratio']! < saved['ratioTwo']! - 0.1 && saved['robust']! > saved['robustTwo']! + 0.2);
  });

  it('says what it could not show', () => {
    const { outputs } = notebook.cells.find(({ source }) => source.includes('plots.scoreboard('))!;
    const board = JSON.stringify(outputs);
    for (const claim of ['on a line', 'as sharp as real digits', 'features 2 points above'])
      assert.match(board, new RegExp(`${claim}[^\\n]*✗ not met`), claim);
  });

  it('has D win where its loss moves G and E too, and a better start for a descent', () => {
    assert.ok(saved['exercise4Faulty']! < saved['exercise4Right']! / 1.5);
    assert.ok(saved['exercise6']! < saved['fromRandom']!);
  });
});

describe('lesson 09 as its sweep is stored', () => {
  const runs = training.lastRows(training.sweep('bigan'));
  const arm = (method: string, column: string): number[] =>
    runs
      .filter((run) => run['method'] === method)
      .sort((a, b) => Number(a['seed']) - Number(b['seed']))
      .map((run) => Number(run[column]));

  it('reconstructs unasked where D sees pairs, and not where it sees the parts', () => {
    assert.ok(metrics.mean(arm('bigan', 'ratio')) <= 0.9);
    assert.ok(metrics.mean(arm('bigan', 'agreementRobust')) >= 0.3);
    assert.ok(metrics.pairedDifference(arm('marginals', 'ratio'), arm('bigan', 'ratio')).holds);
    for (const ratio of arm('marginals', 'ratio')) assert.ok(Math.abs(ratio - 1) < 0.06, `${ratio}`);
    for (const share of arm('marginals', 'agreementRobust')) assert.ok(share < 0.16, `${share}`);
  });

  it('has one untrained encoder for all three ways', () => {
    assert.deepEqual(arm('marginals', 'untrained'), arm('bigan', 'untrained'));
    assert.deepEqual(arm('regressor', 'untrained'), arm('bigan', 'untrained'));
  });
});

/** What the claims would be without the idea that they are about. */
describe('lesson 09 with the idea removed', () => {
  const size = 2;
  const line = (name: string, input: number) =>
    models.network({ name, input: [input], layers: models.mlpDiscriminator({ hidden: [16] }), seed: 1 });
  const one = line('pairs', 2);
  const [ofSamples, ofCodes] = [line('samples', 1), line('codes', 1)];
  const added: games.Judge = {
    networks: [ofSamples, ofCodes],
    logits: ([x, z], options) => tf.add(ofSamples.apply(x!, options), ofCodes.apply(z!, options)),
  };

  /** The loss of D on pairs that agree against the same numbers matched crosswise. */
  const lossOf = (discriminator: models.Network | games.Judge): number =>
    tf.tidy(() => {
      const { next } = data.normalLatents({ size: 1, seed: 3 });
      const x = next(256).z;
      const critic = games.critic(discriminator, { loss: losses.nonSaturating });
      const adam = training.adam({ learningRate: 1e-2 });
      const both = tf.concat([x, tf.neg(x)]); // the same distribution as its negative
      const sides = { real: [both, both], fake: [both, tf.neg(both)] };
      let value = NaN;
      for (let step = 0; step < 150; step++) {
        const loss = () => critic.discriminatorLoss(sides, {}).value;
        value = training.minimise(critic.networks, adam, loss).dataSync()[0]!;
      }
      return value;
    });

  it('two discriminators cannot tell pairs from crosswise pairs, one can', () => {
    assert.ok(lossOf(one) < 0.7, 'one discriminator of pairs');
    assert.ok(lossOf(added) > 2 * Math.LN2 - 1e-3, 'two whose logits are added');
  });

  it('an encoder that ignores its image reconstructs at a ratio of 1', () => {
    const x = data.toTensor(data.loadMnist().test, { length: 200 });
    const generator = models.network({
      name: 'generator',
      input: [size],
      layers: models.mlpGenerator({ output: [28, 28, 1], hidden: [16] }),
      seed: 1,
    });
    const { z } = data.uniformLatents({ size, seed: 1 }).next(200);
    const again = generator.apply(z);
    const { ratio } = metrics.reconstructionDistance(x, again);
    assert.ok(Math.abs(ratio - 1) < 0.02, `${ratio}`);
    tf.dispose([x, z, again]);
  });
});
