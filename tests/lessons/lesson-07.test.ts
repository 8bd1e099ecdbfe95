/** Lesson 07, executed in the real kernel: its early numbers, its claims as saved and as swept, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, losses, metrics, models, random, training } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, hasScoreboard, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['07']);
const notebook = readNotebook(file!);

describe('lesson 07, quick', () => {
  const { found, cells, near } = executedQuickly('07', (asItIs) => asItIs);

  it('steps, descends and counts costs by hand as the library does', () => {
    near('handAgainstTrainer', 0, 1e-4);
    near('descentApart', 0, 1e-3);
    near('costApart', 0, 1e-4);
  });

  it('has strokes that no image obeys, and paint that obeys perfectly', () => {
    assert.ok(found['strokeBefore']! >= 1, `${found['strokeBefore']}`);
    assert.ok(found['strokeFree']! <= found['strokeBefore']!);
  });

  it('has charts, pictures and a scoreboard', () => {
    hasOutputs(cells, 'image/png', 'text/html');
    hasScoreboard(cells);
  });

  it('has a page to paint in', () => {
    assert.ok(cells.some(({ source, text }) => source.includes('plots.brush') && text.length > 0));
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    // What 07.4 and 07.6 ask of descents holds for a trained generator.
    const ids = ['07.1', '07.2', '07.3', '07.4', '07.5', '07.6'];
    leavesAndSolves(notebook, cells, ids, ['07.1', '07.2', '07.3', '07.5']);
    near('lastFactor', 1 - 0.99 ** 2, 1e-6);
    near('zOnLine', 0.5, 1e-6);
  });
});

describe('lesson 07 as it is saved', () => {
  const saved = results(notebook) as Record<string, number>;

  it('projects best from the encoder’s code, and cannot refuse noise', () => {
    assert.ok(saved['hybrid']! <= 0.5 * saved['descent']! && saved['hybrid']! <= 0.6 * saved['alone']!);
    assert.ok(saved['other']! > 2 * saved['hybrid']!);
    assert.ok(saved['exercise5Noise']! > 3 * saved['exercise5Shifted']!);
  });

  it('says what it could not show', () => {
    const { outputs } = notebook.cells.find(({ source }) => source.includes('plots.scoreboard('))!;
    const board = JSON.stringify(outputs);
    for (const claim of ['edits stay inside 5 points', 'and more often than paint', 'stroke error rises'])
      assert.match(board, new RegExp(`${claim}[^\\n]*✗ not met`), claim);
  });
});

describe('lesson 07 as its sweep is stored', () => {
  const runs = training.lastRows(training.sweep('igan'));
  const column = (name: string): number[] =>
    [...runs].sort((a, b) => Number(a['seed']) - Number(b['seed'])).map((run) => Number(run[name]));
  const less = (a: string, b: string): void => {
    const { holds, mean } = metrics.pairedDifference(column(b), column(a));
    assert.ok(holds && mean > 0, `${a} below ${b}`);
  };

  it('projects best from the encoder’s code, and worse from the code of another image', () => {
    less('hybrid', 'descent');
    less('hybrid', 'encoder');
    less('hybrid', 'other');
  });

  it('has null models where they are known to be: the nearest training image, PCA', () => {
    for (const error of column('nearest')) assert.ok(Math.abs(error - 0.1) < 0.015, `${error}`);
    for (const error of column('pca')) assert.ok(Math.abs(error - 0.031) < 0.004, `${error}`);
    assert.ok(column('strokePainted').every((error) => error < 1e-9));
  });
});

/** What the claims would be without the idea that they are about. */
describe('lesson 07 with the idea removed', () => {
  const generator = models.network({
    ...{ name: 'generator', input: [4], seed: 1 },
    layers: models.mlpGenerator({ output: [28, 28, 1], hidden: [16] }),
  });
  const x = data.toTensor(data.loadMnist().test, { length: 20 });

  it('a generator that ignores z cannot be edited, whatever the stroke', () => {
    const deaf = (z: tf.Tensor) => generator.apply(tf.mul(0, z));
    const z0 = data.uniformLatents({ size: 4, seed: 1 }).next(20).z;
    const strokes = data.randomStrokes(x, random.stream(1, 'strokes'));
    const errorAt = (z: tf.Tensor) =>
      tf.tidy(() => metrics.mean([...losses.strokeError(deaf(z), strokes).dataSync()]));
    const descent = training.descent({ start: z0 });
    const cost = (z: tf.Tensor) => losses.editCost(deaf(z), z, { ...strokes, origin: z0, smoothness: 0 });
    for (let step = 0; step < 20; step++) descent.step(cost).dispose();
    assert.ok(Math.abs(errorAt(descent.latents()) - errorAt(z0)) < 1e-6);
    descent.dispose();
  });
});
