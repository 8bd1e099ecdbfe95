/** Lesson 08, executed in the real kernel: its early numbers, its claims as saved and as swept, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, losses, metrics, models, training } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, hasScoreboard, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['08']);
const notebook = readNotebook(file!);

describe('lesson 08, quick', () => {
  const { found, cells, near } = executedQuickly('08', (asItIs) => asItIs);

  it('writes out the layers and the steps that the library has', () => {
    assert.equal(found['sameAsLib'], true);
    near('handAgainstTrainer', 0, 1e-3);
  });

  it('has its premise: a moved copy is farther than another digit in pixels, and not for a classifier', () => {
    near('shiftPixels', 0.95, 0.04);
    near('shiftClassifier', 0, 0.01);
  });

  it('has charts, pictures and a scoreboard', () => {
    hasOutputs(cells, 'image/png', 'image/svg+xml', 'text/html');
    hasScoreboard(cells);
  });

  it('has a page with both autoencoders', () => {
    assert.ok(cells.some(({ source, text }) => source.includes('plots.autoencoders') && text.length > 0));
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    const ids = ['08.1', '08.2', '08.3', '08.4', '08.5', '08.6'];
    leavesAndSolves(notebook, cells, ids);
    near('exercise1Best', 1, 1e-6);
    near('exercise2Doubled', 0.2, 1e-6);
    near('exercise6', 0, 0.01);
  });
});

describe('lesson 08 as it is saved', () => {
  const saved = results(notebook) as Record<string, number>;

  it('has VAE/GAN’s samples nearer to digits and its pixel error larger than the VAE’s', () => {
    assert.ok(saved['frechetGan']! < saved['frechetVae']! / 2);
    assert.ok(saved['mseGan']! > 1.2 * saved['mseVae']!);
  });

  it('says that features of D tolerate a move no better than an untrained D', () => {
    const { outputs } = notebook.cells.find(({ source }) => source.includes('plots.scoreboard('))!;
    assert.match(JSON.stringify(outputs), /f tolerates 2 px[^\n]*✗ not met/);
    assert.ok(saved['shiftBody']! > saved['shiftBodyBefore']! - 0.1);
  });

  it('has features that shrink where their error moves them', () => {
    assert.ok(saved['deviationBroken']! < saved['deviationPaper']! / 2);
    assert.ok(saved['errorBroken']! < saved['errorPaper']!);
  });
});

describe('lesson 08 as its sweeps are stored', () => {
  const compared = training.sweep('vae-gan').toRecords() as training.ResultRow[];
  const routes = training.sweep('vae-gan-routes').toRecords() as training.ResultRow[];
  const bySeed = (rows: readonly training.ResultRow[], column: string): number[] =>
    [...rows].sort((a, b) => Number(a['seed']) - Number(b['seed'])).map((row) => Number(row[column]));
  const arm = (name: string, column: string): number[] =>
    bySeed(
      compared.filter((row) => row['arm'] === name),
      column,
    );
  const route = (name: string, column: string): number[] =>
    bySeed(
      routes.filter((row) => row['route'] === name && row['gamma'] === 1e-3),
      column,
    );

  it('has five seeds of each', () => {
    for (const name of ['vae', 'frozen', 'vaeGan']) assert.equal(arm(name, 'frechet').length, 5);
    for (const name of ['paper', 'similarity to D', 'fooling to E', 'as printed'])
      assert.equal(route(name, 'frechet').length, 5);
  });

  it('has its main claim, paired by seed', () => {
    assert.ok(metrics.mean(arm('vaeGan', 'frechet')) <= metrics.mean(arm('vae', 'frechet')) / 2);
    assert.ok(metrics.pairedDifference(arm('vae', 'frechet'), arm('vaeGan', 'frechet')).holds);
    assert.ok(metrics.pairedDifference(arm('vaeGan', 'mse'), arm('vae', 'mse')).holds);
  });

  it('has one untrained discriminator, and one premise, for all that is compared', () => {
    for (const share of arm('vaeGan', 'shiftPixels')) assert.ok(Math.abs(share - 0.95) < 0.01, `${share}`);
    for (const share of arm('vaeGan', 'shiftClassifier')) assert.ok(share < 0.01, `${share}`);
  });
});

/** What the claims would be without the idea that they are about. */
describe('lesson 08 with the idea removed', () => {
  const x = data.toTensor(data.loadMnist().test, { length: 200 });
  const body = models.network({
    name: 'body',
    input: [28, 28, 1],
    layers: models.vaeGanBody({ filters: 4 }),
    seed: 1,
  });

  it('features that are all equal find every reconstruction perfect', () => {
    const other = tf.reverse(x, 0);
    const before = losses.squaredError(body.apply(x), body.apply(other)).dataSync()[0]!;
    for (const { variable } of body.stored) variable.assign(tf.mul(1e-3, variable));
    const after = losses.squaredError(body.apply(x), body.apply(other)).dataSync()[0]!;
    assert.ok(before > 10 && after < 1e-3, `${before}, ${after}`);
  });

  it('a mean of shifted strokes has less squared error than any of them, and less sharpness', () => {
    const shifts = [-1, 0, 1].map((right) => data.shifted(x, right));
    const mean = tf.div(tf.addN(shifts), 3);
    const errorOf = (image: tf.Tensor): number =>
      metrics.mean(shifts.map((each) => losses.squaredError(each, image).dataSync()[0]!));
    assert.ok(errorOf(mean) < 0.8 * errorOf(x));
    assert.ok(metrics.sharpness(mean) < 0.7 * metrics.sharpness(x));
  });
});
