/** Lesson 05, executed in the real kernel: its early numbers, its claims as stored, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { data, games, losses, metrics, models, training } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, hasScoreboard, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['05']);
const notebook = readNotebook(file!);

describe('lesson 05, quick', () => {
  const { found, cells, near } = executedQuickly('05', (asItIs) => asItIs);

  it('begins with the losses of players without an idea', () => {
    near('firstD', 2 * Math.LN2, 0.03);
    near('firstG', Math.LN2, 0.1);
    near('firstBothD', 2 * Math.LN2 + 2 * Math.log(10), 0.05);
    near('firstBothG', Math.LN2 + Math.log(10), 0.15);
  });

  it('plays the same steps by hand as the library does', () => near('handAgainstTrainer', 0, 1e-3));

  it('is not obeyed where the label is told to the generator alone', () => {
    near('blindClean', 0.1, 0.06);
    near('blindRobust', 0.1, 0.06);
  });

  it('knows what its classifiers lose on real digits', () => near('real', 0.99, 0.01));

  it('finds no shared style between drawings of different noises', () => near('shuffledSlant', 0, 0.1));

  it('cannot fall below its plateau with two softmaxes, and falls with one', () => {
    near('plateau', 1.461, 1e-3);
    assert.ok(found['faultyLast']! > found['plateau']!);
    assert.ok(found['plainLast']! < found['faultyLast']!);
  });

  it('has charts, pictures, an explorer and a scoreboard', () => {
    hasOutputs(cells, 'application/vnd.vega.v5+json', 'image/png', 'text/html');
    assert.match(JSON.stringify(cells.map(({ outputs }) => outputs)), /gan-explorer/);
    hasScoreboard(cells);
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    leavesAndSolves(notebook, cells, ['05.1', '05.2', '05.3', '05.4', '05.5']);
    near('exercise1First', Math.LN2 + Math.log(100), 1e-6);
    near('exercise1Plateau', Math.log(1 + 99 / Math.E), 1e-6);
    near('exercise2Halved', 0.5 * Math.log(3) + Math.log(1.5), 1e-6);
    assert.ok(found['exercise5Robust']! > found['exercise5Clean']! + 0.1);
  });
});

/** What the claims would be without the idea that they are about. */
describe('lesson 05 with the idea removed', () => {
  const size = { filters: 4, units: 16 };
  const network = (name: string, input: number[], layers: models.Layer[]) =>
    models.network({ name, input, layers, seed: 1 });

  it('a conditional D that cannot see its label has one value for every label', () => {
    const body = network('body', [28, 28, 1], models.dcganTrunk({ filters: 4 }));
    const head = network('head', [402], [models.dense(1)]);
    const x = data.toTensor(data.loadMnist().train, { length: 8 });
    const at = (digit: number) =>
      tf.tidy(() => {
        const y = data.oneHot(tf.fill([8], digit, 'int32'), 10);
        return [...head.apply(tf.concat([body.apply(x), y], 1)).dataSync()];
      });
    assert.notDeepEqual(at(3), at(8));
    const [kernel] = head.variables;
    tf.tidy(() => kernel!.assign(tf.concat([tf.slice(kernel!, 0, 392), tf.zeros([10, 1])])));
    assert.deepEqual(at(3), at(8));
    tf.dispose(x);
  });

  it('two softmaxes are what stops the class loss: one softmax falls below 1.461 on the same digits', () => {
    const images = data.imageBatches(data.take(data.loadMnist().train, 32), { batchSize: 32, seed: 1 });
    const last = (twice: boolean): number => {
      const classifier = network('classifier', [28, 28, 1], [...models.dcganTrunk(size), models.dense(10)]);
      const adam = training.adam({ learningRate: 1e-2 });
      let value = Infinity;
      for (let step = 0; step < 40; step++) {
        const [x, y] = tf.tidy(() => {
          const batch = images.next();
          return [batch.x, data.oneHot(batch.labels, 10)] as [tf.Tensor, tf.Tensor];
        });
        const cost = training.minimise([classifier], adam, () => {
          const logits = classifier.apply(x, { training: true });
          return losses.labelCrossEntropy(twice ? tf.softmax(logits) : logits, y);
        });
        value = cost.dataSync()[0]!;
        tf.dispose([x, y, cost]);
      }
      return value;
    };
    assert.ok(last(true) >= Math.log(1 + 9 / Math.E) - 1e-5);
    assert.ok(last(false) < 1);
  });

  it('where classes lie far apart the class term has nothing to clean', () => {
    const pull = (x: number) => 2 / (1 + Math.exp(2 * x)); // slope of −log σ(2x), negated
    const { x } = data
      .mixtureBatches({ name: 'one', centres: [[1]], sigma: 1 }, { batchSize: 4000, seed: 1 })
      .next();
    const mean = metrics.mean([...x.dataSync()].map(pull));
    assert.ok(mean > 0.3, 'overlapping classes are pulled apart');
    assert.ok(metrics.mean([...tf.add(x, 9).dataSync()].map(pull)) < 1e-3, 'distant ones are not');
  });

  it('AC-GAN without labels is InfoGAN: its label term is 0', () => {
    const codes: data.Codes = { categorical: [10], continuous: 0 };
    const latents = data.codedLatents({ noise: 4, codes, seed: 1 });
    const mnist = data.loadMnist();
    const game = (labels: number) =>
      games.acgan({
        generator: network('generator', [14], models.dcganGenerator(size)),
        trunk: network('trunk', [28, 28, 1], models.dcganTrunk(size)),
        discriminator: network('discriminator', [16], [models.dense(1)]),
        q: network('q', [16], [models.dense(10)]),
        ...{ latents, lambda: 1, loss: losses.nonSaturating },
        data: data.map(
          data.imageBatches(data.labelled(mnist.train, labels, 1), { batchSize: 8, seed: 1 }),
          ({ x, labels: y }) => ({ x, y: data.oneHot(y, 10) }),
        ),
        optimisers: { generator: training.adam(), discriminator: training.adam() },
      });
    const labelLoss = (labels: number) => {
      const log = training.update(game(labels).players['discriminator']!);
      const [value] = log['labelLoss']!.dataSync();
      tf.dispose(log);
      return value!;
    };
    assert.equal(Math.abs(labelLoss(0)), 0);
    assert.ok(labelLoss(60_000) > 2);
  });
});
