/** Lesson 01, executed in the real kernel: its early numbers, its claims as saved, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, games, losses, metrics, models, training } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['01']);
const notebook = readNotebook(file!);

describe('lesson 01, quick', () => {
  const { found, cells, near } = executedQuickly('01', (asItIs) => asItIs);

  it('gives the numbers of its seed: the third step in the plane, the first distance on MNIST', () => {
    near('thirdLossD', 1.34, 5e-4);
    near('thirdLossG', 0.687, 5e-4);
    near('firstFrechet', 1694, 2);
    near('floor', 0.76, 0.005);
    near('blurred', 138.9, 0.1);
    near('onlyOnes', 79.6, 0.1);
  });

  it('plays the same step by hand as the library does', () => near('unlike', 0, 1e-6));

  it('learns the ratio of the densities, which an untrained D does not', () => {
    near('curveError', 0.0354, 5e-4);
    assert.ok(found['untrainedError']! > 4 * found['curveError']!);
  });

  it('measures the Jensen–Shannon divergence, which an untrained D does not', () => {
    near('boundError', 0.118, 5e-3);
    assert.ok(found['untrainedGap']! > 5 * found['boundError']!);
    assert.ok(found['farApart']! < Math.LN2 && found['farApart']! > 0.5);
  });

  it('collapses G alone, and not G against a D that learns along', () => {
    assert.ok(found['togetherAlone']! > 0.95);
    assert.ok(found['togetherAlong']! < 0.5);
  });

  it('finds modes by chance, without quality', () => {
    near('chanceModesRing', 8, 0.5);
    near('chanceModesGrid', 20.5, 2);
    assert.ok(found['chanceQualityGrid']! < 0.05);
  });

  it('finds the minimax gradient short, below Adam’s ε, and noisier', () => {
    assert.ok(found['ratio']! > 1e4);
    assert.ok(found['belowEpsilon']! > 0.5 && found['belowEpsilonNon']! < 0.1);
    assert.ok(found['cosineMinimax']! < found['cosineNon']!);
  });

  it('has charts, pictures, a film and tables', () => {
    const kinds = [
      'application/vnd.vega.v5+json',
      'application/vnd.plotly.v1+json',
      'image/png',
      'text/html',
    ];
    hasOutputs(cells, ...kinds);
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    leavesAndSolves(notebook, cells, ['01.1', '01.2', '01.3', '01.4', '01.5']);
    near('exercise1', -2 * Math.log(0.9), 1e-5);
    near('exercise2', 0.038, 0.02);
    near('exercise4Largest', 2476 / 2500, 1e-6);
    near('exercise5Cheat', 0.95, 0.01);
  });
});

describe('lesson 01 as it is saved', () => {
  const saved = results(notebook) as Record<string, number>;

  it('has its claims about theory, collapse and digits', () => {
    assert.ok(saved['curveError']! < 0.02, 'D* is learned');
    assert.ok(saved['boundError']! < 0.01, 'JS is measured');
    assert.ok(saved['togetherAlone']! > 0.99, 'G alone ends in one place');
    const nulls = ['random', 'meanImage', 'onlyOnes', 'blurred'].map((name) => saved[name]!);
    assert.ok(saved['lastFrechet']! < Math.min(...nulls), 'digits are better than every null model');
  });

  it('says half: more than three times the floor', () => assert.ok(saved['overFloor']! > 3));
});

/** What the claims would be without the idea that they are about. */
describe('lesson 01 with the idea removed', () => {
  it('G alone does not collapse if its loss asks for variety', () => {
    const ring = data.ring();
    const together = (weight: number): number => {
      const network = (name: string, layers: models.Layer[]) =>
        models.network({ name, input: [2], layers, seed: 1 });
      const G = network('generator', [models.residual(models.mlpGenerator({ output: [2] }))]);
      const D = network('discriminator', models.mlpDiscriminator());
      const [adamG, adamD] = [0, 1].map(() => training.adam({ learningRate: 1e-3 })) as [
        training.Optimiser,
        training.Optimiser,
      ];
      const latents = data.normalLatents({ size: 2, seed: 1 });
      const real = data.mixtureBatches(ring, { batchSize: 128, seed: 1 });
      const of = (make: () => tf.Scalar, who: models.Network, adam: training.Optimiser) =>
        tf.dispose(training.minimise([who], adam, make));
      for (let step = 0; step < 100; step++) {
        const [x, fake] = tf.tidy(() => [real.next().x, G.apply(latents.next(128).z)]) as [
          tf.Tensor,
          tf.Tensor,
        ];
        of(() => losses.nonSaturating.discriminator(D.apply(x), D.apply(fake)), D, adamD);
        tf.dispose([x, fake]);
      }
      for (let step = 0; step < 300; step++) {
        const { z } = latents.next(128);
        const loss = (): tf.Scalar => {
          const points = G.apply(z);
          const { variance } = tf.moments(points, 0);
          const variety = tf.sum(tf.square(tf.sub(variance, 0.5)));
          return tf.add(losses.nonSaturating.generator(D.apply(points)), tf.mul(weight, variety));
        };
        of(loss, G, adamG);
        z.dispose();
      }
      return tf.tidy(() => {
        const points = G.apply(latents.next(400).z);
        const distance = tf.norm(tf.sub(points, tf.mean(points, 0)), 'euclidean', 1);
        return tf.mean(tf.cast(tf.less(distance, 0.1), 'float32')).dataSync()[0]!;
      });
    };
    assert.ok(together(0) > 0.95);
    assert.ok(together(10) < 0.5);
  });

  it('the data themselves lose no mode and have high quality: the claim of lost modes fails for them', () => {
    const grid = data.grid({ spacing: 0.5, sigma: 0.0125 });
    const { x } = data.mixtureBatches(grid, { batchSize: 2500, seed: 1 }).next();
    const { modes, highQuality } = metrics.modeCoverage(x, grid);
    assert.ok(modes === 25 && highQuality > 0.95);
  });

  it('equal losses have equal gradients: the ratio of section 9 is 1 for one loss', () => {
    const game = games.gan({
      generator: models.network({ name: 'g', input: [2], layers: [models.dense(2)], seed: 1 }),
      discriminator: models.network({ name: 'd', input: [2], layers: [models.dense(1)], seed: 1 }),
      loss: losses.minimax,
      data: data.mixtureBatches(data.ring(), { batchSize: 16, seed: 1 }),
      latents: data.normalLatents({ size: 2, seed: 1 }),
      optimisers: { generator: training.adam(), discriminator: training.adam() },
    });
    const { generator: G, discriminator: D } = game.networks as Record<string, models.Network>;
    const { z } = data.normalLatents({ size: 2, seed: 1 }).next(64);
    const norm = (loss: losses.GanLoss, far: number) =>
      training.gradientNorm([G!], () => loss.generator(tf.sub(D!.apply(G!.apply(z)), far)));
    const ratio = (far: number) => norm(losses.nonSaturating, far) / norm(losses.minimax, far);
    assert.ok(ratio(10) > 1000, 'D is sure');
    assert.ok(ratio(0) < 3, 'D is undecided: no saturation');
  });
});
