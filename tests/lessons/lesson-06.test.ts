/** Lesson 06, executed in the real kernel: its early numbers, its claims as saved and as swept, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, losses, metrics, models, random, training } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, hasScoreboard, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['06']);
const notebook = readNotebook(file!);

describe('lesson 06, quick', () => {
  const { found, cells, near } = executedQuickly('06', (asItIs) => asItIs);

  it('writes out what the library has: the descent, the weights, the blending', () => {
    near('handAgainstLib', 0, 1e-4);
    near('weightsAgainstLib', 0, 1e-6);
    near('blendAgainstLib', 0, 1e-2);
  });

  it('begins where λ says nothing: log 2 against hundreds of pixels', () => {
    near('firstPerceptual', 0.1 * Math.LN2, 0.05);
    assert.ok(found['firstContext']! > 50 && found['slopeShare']! < 0.05, `${found['slopeShare']}`);
  });

  it('has the linear fill where it is known to be', () => {
    near('mseLinear', 0.45, 0.07);
    assert.ok(found['seenLinear']! > 0.6, `${found['seenLinear']}`);
  });

  it('makes a z another picture by the statistics of its batch alone', () => {
    near('differenceRunning', 0, 1e-4);
    assert.ok(found['differenceBatch']! > 0.05, `${found['differenceBatch']}`);
  });

  it('has pictures, charts, a film, a page and a scoreboard', () => {
    hasOutputs(cells, 'image/png', 'image/svg+xml', 'text/html');
    hasScoreboard(cells);
    assert.ok(cells.some(({ source, text }) => source.includes('plots.completion') && text.length > 0));
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    const ids = ['06.1', '06.2', '06.3', '06.4', '06.5', '06.6'];
    leavesAndSolves(notebook, cells, ids, ids.slice(0, 4)); // the others ask something of a search that has converged
    near('asked1', 140, 0);
    near('sampleError2', 1.68, 1e-6);
    near('onBorder4', 0.3173, 0.05);
  });
});

const runs = training.sweep('completion').toRecords() as Record<string, number | string | null>[];
/** A number of one way to fill one hole, by seed. */
const arm = (mask: string, fill: string, column: string): number[] =>
  runs
    .filter((run) => run['mask'] === mask && run['fill'] === fill)
    .sort((a, b) => Number(a['seed']) - Number(b['seed']))
    .map((run) => Number(run[column]));

describe('lesson 06 as its sweep is stored', () => {
  const holds = (mask: string, column: string, a: string, b: string): boolean => {
    const difference = metrics.pairedDifference(arm(mask, a, column), arm(mask, b, column));
    return difference.holds && difference.mean < 0;
  };

  it('has the linear fill win the squared error in all six holes', () => {
    for (const mask of Object.keys(data.masks)) assert.ok(holds(mask, 'mse', 'linear', 'gan'), mask);
  });

  it('has the GAN win the distance in the large ones, and beat what has no search everywhere', () => {
    for (const mask of ['centre', 'left', 'top', 'grid']) {
      const [linear, gan] = ['linear', 'gan'].map((fill) => metrics.mean(arm(mask, fill, 'frechet')));
      assert.ok(linear! >= 3 * gan!, `${mask}: ${linear} and ${gan}`);
      assert.ok(holds(mask, 'robust', 'any z', 'gan'), mask);
      assert.ok(holds(mask, 'robust', '1 start', 'gan'), mask);
    }
  });

  it('has the same null models in all seeds where masks are not drawn', () => {
    for (const fill of ['black', 'linear', 'nearest'])
      assert.equal(new Set(arm('centre', fill, 'mse')).size, 1, fill);
  });
});

describe('lesson 06 as it is saved', () => {
  const saved = results(notebook) as Record<string, number>;

  it('is seed 1 of the sweep, up to rounding', () => {
    for (const [name, fill, column] of [
      ['mseLinear', 'linear', 'mse'],
      ['seenNearest', 'nearest', 'robust'],
    ] as const)
      assert.ok(Math.abs(saved[name]! - arm('centre', fill, column)[0]!) < 1e-3, name);
    assert.ok(Math.abs(saved['seenGan']! - arm('centre', 'gan', 'robust')[0]!) < 0.1);
  });

  it('has the GAN lose the error to the linear fill, and win the distance', () => {
    assert.ok(saved['mseGan']! > saved['mseLinear']! && saved['frechetGan']! < saved['frechetLinear']! / 3);
  });
});

/** What the method would be without the idea that it is about. */
describe('lesson 06 with the idea removed', () => {
  const generator = models.network({
    ...{ name: 'generator', input: [8], seed: 1 },
    layers: models.dcganGenerator({ filters: 4, units: 32, init: models.heNormal }),
  });
  const { next } = data.uniformLatents({ size: 8, seed: 1 });
  const mask = data.masks.left(28, 28, random.stream(1, 'mask'));
  const weights = tf.tensor(mask, [1, 28, 28, 1]);

  /** Contextual loss of eight images that the generator has made itself, before and after a search. */
  const contextBeforeAndAfter = (of: tf.Tensor): [before: number, after: number] => {
    const y = generator.apply(next(8).z);
    const descent = training.descent({ start: next(8).z, within: 'clip' });
    const cost = (z: tf.Tensor) => losses.contextualLoss(generator.apply(z), y, of);
    const meanNow = () => tf.tidy(() => metrics.mean(losses.contextualLoss(generator.apply(descent.latents()), y, weights).dataSync())); // prettier-ignore
    const before = meanNow();
    for (let step = 0; step < 150; step++) descent.step(cost).dispose();
    const after = meanNow();
    descent.dispose();
    return [before, after];
  };

  it('a search finds images that agree, and one that asks for nothing does not', () => {
    const [before, after] = contextBeforeAndAfter(weights);
    assert.ok(after < 0.5 * before, `${before} → ${after}`);
    const [start, end] = contextBeforeAndAfter(tf.zerosLike(weights));
    assert.ok(Math.abs(end - start) < 1e-3 * start, `${start} → ${end}`);
  });
});
