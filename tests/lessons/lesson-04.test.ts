/** Lesson 04, executed in the real kernel: its early numbers, its claims as saved, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, losses, metrics, models, random, training } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, hasScoreboard, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['04']);
const notebook = readNotebook(file!);

describe('lesson 04, quick', () => {
  const { found, cells, near } = executedQuickly('04', (asItIs) => asItIs);

  it('computes the distances of parallel lines', () => {
    near('atQuarterW', 0.25, 1e-6);
    near('atQuarterJS', Math.LN2, 1e-4);
    near('worstW', 0, 1e-6);
    near('infinite', 10, 0);
  });

  it('carries sand, and no critic earns more than the cheapest plan costs', () => {
    near('orderedCost', 15 / 6, 1e-3);
    near('reversedCost', 23 / 6, 1e-3);
    near('bestScore', 15 / 6, 1e-3);
    assert.ok(found['mostByChance']! < 15 / 6);
  });

  it('finds the eigenvalues of the Dirac-GANs in their trajectories', () => {
    near('turningStandard', 0.5, 1e-3);
    near('turningW', 1, 1e-3);
    near('growthR1', -0.25, 1e-3);
    near('turningR1', Math.sqrt(0.75) / 2, 1e-3);
    near('radiusClip', 0.5, 1e-3);
    assert.ok(found['radiusW']! > 0.99 && found['radiusPenalty']! > 1 && found['radiusR1']! < 1e-6);
  });

  it('plays the same steps by hand as the library does', () => {
    near('apartClip', 0, 1e-6);
    near('apartPenalty', 0, 1e-6);
    near('thirdLoss', -0.00979, 5e-5);
  });

  it('predicts what a penalised critic estimates', () => {
    near('points10', 4.8, 1e-3);
    near('clouds10', 4.813, 1e-3);
    near('clouds1', 12.13, 0.01);
  });

  it('has charts, pictures, tables and a scoreboard', () => {
    hasOutputs(cells, 'application/vnd.vega.v5+json', 'image/png', 'text/html');
    hasScoreboard(cells);
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    leavesAndSolves(notebook, cells, ['04.1', '04.2', '04.3', '04.4', '04.5', '04.6']);
    near('exercise1', 0.25, 1e-3);
    near('exercise1JS', 0.75 * Math.log(4 / 3), 1e-3);
    near('exercise2', 12, 1e-3);
  });
});

describe('lesson 04 as it is saved', () => {
  const saved = results(notebook) as Record<string, number>;

  it('has its claims about the line', () => {
    assert.ok(Math.abs(saved['estimate10']! / saved['clouds10']! - 1) < 0.03, 'the overshoot is predicted');
    assert.ok(saved['leastCritic']! > 5 * saved['leftMinimax']!, 'the perfect critic keeps its gradient');
  });

  it('has its claims about digits', () => {
    assert.ok(saved['overFloor']! <= 3);
    assert.ok(saved['rhoGp']! > saved['clockAll']! && saved['rhoClip']! > saved['clockClip']!);
    assert.ok(saved['noticedGp'] === 5 && saved['noticedClip'] === 5, 'the damage is noticed');
    assert.ok(saved['againstIt'] === 5 && saved['behindDense']! > 1.5, 'a critic far from its best misleads');
    assert.ok(saved['authors']! < saved['clipBase']! / 1.5, 'the epsilon is what held clipping back');
    assert.ok(saved['spreadGp']! <= saved['spreadStandard']! / 2 && saved['denseStandard']! > 500);
  });

  it('says what it could not show', () => {
    const { outputs } = notebook.cells.find(({ source }) => source.includes('plots.scoreboard('))!;
    const board = JSON.stringify(outputs);
    for (const claim of ['WGAN-GP: undisturbed, better than a clock', 'momentum in the critic harms'])
      assert.ok(board.includes(claim), claim);
    assert.ok(saved['rhoGpHalf']! <= saved['clockHalf']! + 1e-9 && saved['momentumFactor']! < 1);
    assert.ok(saved['collapsedGp']! > 1 && saved['collapsedClip']! > 1);
  });
});

/** What the claims would be without the idea that they are about. */
describe('lesson 04 with the idea removed', () => {
  it('a critic that nothing holds estimates no distance', () => {
    const estimateOf = (lambda: number): number => {
      const f = models.network({
        name: 'f',
        input: [1],
        layers: models.mlpDiscriminator({ hidden: [32] }),
        seed: 1,
      });
      const adam = training.adam({ learningRate: 5e-3, beta2: 0.9 });
      const cloud = (centre: number, name: string) =>
        data.mixtureBatches({ name, centres: [[centre]], sigma: 1 }, { batchSize: 128, seed: 1, name });
      const [real, fake, epsilon] = [cloud(0, 'real'), cloud(4, 'fake'), random.stream(1, 'epsilon')];
      let estimate = 0;
      for (let step = 0; step < 300; step++) {
        const drawn = epsilon.fillUniform(new Float32Array(128));
        const [x, y] = tf.tidy(() => [real.next().x, fake.next().x]) as [tf.Tensor, tf.Tensor];
        const loss = training.minimise([f], adam, () => {
          const own = losses.wasserstein.discriminator(f.apply(x), f.apply(y));
          estimate = -own.dataSync()[0]!;
          if (lambda === 0 || step < 20) return own; // the penalty's trap, section 5
          return tf.add(
            own,
            tf.mul(
              lambda,
              losses.gradientPenalty((at) => f.apply(at), x, y, tf.tensor1d(drawn)),
            ),
          );
        });
        tf.dispose([loss, x, y]);
      }
      return estimate;
    };
    assert.ok(Math.abs(estimateOf(10) - 4.8) < 1);
    assert.ok(estimateOf(0) > 20);
  });

  it('a clock, and any series that falls, has the rank correlation of an estimate that follows', () => {
    const distance = [900, 400, 120, 60, 30, 14, 9, 8];
    const anyFall = distance.map((_, i) => 1 / (i + 1));
    assert.equal(metrics.spearman(anyFall, distance), 1);
    const damaged = [900, 400, 120, 60, 300, 700, 90, 20];
    assert.ok(metrics.spearman(anyFall, damaged) < 0.8);
  });
});
