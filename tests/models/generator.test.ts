import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, models } from 'gan-lib';
import { measure } from '../../tools/generator/measure.ts';
import { train, TRAINING } from '../../tools/generator/train.ts';

const DATA = join(import.meta.dirname, '..', '..', 'data');
const CARD = 'mnist-generator.json';
const WEIGHTS = 'mnist-generator.safetensors';

const card = JSON.parse(readFileSync(join(DATA, CARD), 'utf8')) as models.Card;
const drawings = (generator: models.Network): tf.Tensor =>
  tf.tidy(() => generator.apply(data.normalLatents({ size: 64, seed: 3 }).next(10).z));

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'generator-'));
  after(() => rmSync(directory, { recursive: true }));
  return directory;
}

suite('the shipped generator', () => {
  test('is as near to real digits as its card says, which an untrained one is not', () => {
    const mnist = data.loadMnist();
    const before = tf.memory().numTensors;
    const [shipped, untrained] = [models.generator('mnist'), models.generatorNetwork(1)];
    const { frechet, frechetFloor } = measure(shipped, mnist);
    assert.ok(Math.abs(frechet! - card.measured['frechet']!) < 0.05, `${frechet}`);
    assert.ok(Math.abs(frechetFloor! - card.measured['frechetFloor']!) < 0.005, `${frechetFloor}`);
    assert.ok(frechet! < 10 * frechetFloor!, `${frechet}, floor ${frechetFloor}`);
    assert.ok(measure(untrained, mnist)['frechet']! > 10 * frechet!);
    shipped.dispose();
    untrained.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  test('its card says how it was trained, and is of its weights', () => {
    assert.deepEqual(card.training, TRAINING);
    const sum = createHash('sha256')
      .update(readFileSync(join(DATA, WEIGHTS)))
      .digest('hex');
    assert.equal(card.sha256, sum);
  });

  test('its weights are under 1 MB, because they are stored in half precision', () => {
    assert.ok(statSync(join(DATA, WEIGHTS)).size < 1_000_000);
  });

  test('draws images of 28 × 28 pixels in [−1, 1]', () => {
    const generator = models.generator('mnist');
    const images = drawings(generator);
    assert.deepEqual(images.shape, [10, 28, 28, 1]);
    const values = images.dataSync();
    assert.ok(Math.min(...values) >= -1 && Math.max(...values) <= 1);
    tf.dispose(images);
    generator.dispose();
  });

  test('another name is refused', () => {
    assert.throws(() => models.generator('cifar' as never), {
      name: 'RangeError',
      message: 'models.generator: mnist is allowed, got cifar',
    });
  });
});

suite('the files of a generator', () => {
  test('what was written is read back, to the 11 bits of half precision', () => {
    const directory = folder();
    const written = models.generatorNetwork(7);
    const about = { training: { seed: 7 }, measured: { frechet: 1 } };
    models.writeGenerator('mnist', written, about, directory);
    const read = models.generator('mnist', directory);
    written.stored.forEach(({ variable }, i) => {
      const rounded = Float32Array.from(Float16Array.from(variable.dataSync()));
      assert.deepEqual(read.stored[i]!.variable.dataSync(), rounded);
    });
    written.dispose();
    read.dispose();
  });

  test('a missing file is named with the command that makes it, and nothing stays in memory', () => {
    const directory = folder();
    copyFileSync(join(DATA, CARD), join(directory, CARD));
    const before = tf.memory().numTensors;
    assert.throws(
      () => models.generator('mnist', directory),
      /mnist-generator\.safetensors: .* no file that can be read; npm run generator makes it$/,
    );
    assert.equal(tf.memory().numTensors, before);
  });
});

suite('training a generator', () => {
  test('keeps the moving average of the weights, and frees the rest', async () => {
    const before = tf.memory().numTensors;
    const lines: string[] = [];
    const short = { ...TRAINING, steps: 3, batchSize: 16 };
    const trained = await train(data.loadMnist().train, short, (line) => lines.push(line));
    assert.equal(lines.length, 4); // before the first step, and after each
    assert.match(lines.at(-1)!, /^step 3 of 3, \d+ s$/);
    assert.equal(tf.memory().numTensors - before, trained.stored.length);
    const first = models.generatorNetwork(short.seed);
    const moved = trained.stored.filter(({ variable }, i) =>
      tf.tidy(() => tf.max(tf.abs(tf.sub(variable, first.stored[i]!.variable))).dataSync()[0]! > 0),
    );
    assert.equal(moved.length, trained.stored.length);
    first.dispose();
    trained.dispose();
  });
});
