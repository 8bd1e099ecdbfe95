import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics, models } from 'gan-lib';
import { accuracyOn } from '../../tools/classifier/measure.ts';
import { halved } from '../../tools/classifier/distort.ts';

const DATA = join(import.meta.dirname, '..', '..', 'data');
const CARD = 'mnist-classifier.json';
const WEIGHTS = 'mnist-classifier.safetensors';

const cardOf = (name: models.ClassifierName) =>
  JSON.parse(readFileSync(join(DATA, `${name}-classifier.json`), 'utf8')) as models.Card;

const greatest = (x: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(x)).dataSync()[0]!);

suite('the shipped classifiers', () => {
  const cases = [
    ['mnist', data.loadMnist, 0.992],
    ['mnist-robust', data.loadMnist, 0.985],
    ['fashion', data.loadFashionMnist, 0.9],
  ] as const;
  for (const [name, load, least] of cases) {
    test(`${name}: right on at least ${100 * least} % of all test images, as its card says`, () => {
      const { test: images } = load();
      const before = tf.memory().numTensors;
      const classifier = models.classifier(name);
      const input = data.toTensor(images);
      const { features, probabilities } = classifier.outputs(input);
      assert.deepEqual(features.shape, [images.count, 64]);
      assert.deepEqual(probabilities.shape, [images.count, 10]);
      const accuracy = metrics.accuracy(probabilities, images.labels);
      assert.ok(accuracy >= least, `accuracy ${accuracy}`);
      assert.ok(Math.abs(cardOf(name).measured['testAccuracy']! - accuracy) < 0.0005);
      tf.dispose([input, features, probabilities]);
      classifier.dispose();
      assert.equal(tf.memory().numTensors, before);
    });

    test(`${name}: the weights are under 1 MB`, () => {
      assert.ok(statSync(join(DATA, `${name}-classifier.safetensors`)).size < 1_000_000);
    });
  }

  test('the numbers of mnist are those that all its Fréchet distances were computed with', () => {
    const { tensors } = models.decodeTensors(readFileSync(join(DATA, WEIGHTS)), WEIGHTS);
    const hash = createHash('sha256');
    for (const { values } of Object.values(tensors)) hash.update(new Uint8Array(values.buffer));
    assert.equal(hash.digest('hex'), '11e6984505578c6a6efee502e06b4175625779182d244cbe05f7b8e9ee3286de');
  });

  test('mnist-robust reads digits of 14 × 14 pixels, which mnist does not', () => {
    const { test: digits } = data.loadMnist();
    const small = tf.tidy(() => halved(data.toTensor(digits)));
    const [plain, robust] = (['mnist', 'mnist-robust'] as const).map((name) => {
      const classifier = models.classifier(name);
      const accuracy = accuracyOn(classifier, small, digits.labels);
      classifier.dispose();
      return accuracy;
    });
    small.dispose();
    assert.ok(robust! >= 0.94, `${robust}`);
    assert.ok(plain! < 0.8, `${plain}`);
  });

  test('another name is refused', () => {
    assert.throws(() => models.classifier('cifar' as never), {
      name: 'RangeError',
      message: 'models.classifier: mnist, fashion, mnist-robust are allowed, got cifar',
    });
  });
});

suite('a classifier', () => {
  test('features are not negative, probabilities sum to 1, batches change nothing', () => {
    const classifier = models.classifier('mnist');
    tf.tidy(() => {
      const images = data.toTensor(data.loadMnist().test, { length: 501 });
      const { features, probabilities } = classifier.outputs(images);
      assert.ok(tf.min(features).dataSync()[0]! >= 0);
      assert.ok(greatest(tf.sub(tf.sum(probabilities, 1), 1)) < 1e-5);
      const last = tf.slice(images, [500], [1]);
      assert.ok(greatest(tf.sub(tf.slice(features, [500], [1]), classifier.features(last))) < 1e-4);
      assert.ok(greatest(tf.sub(tf.slice(probabilities, [500], [1]), classifier.probabilities(last))) < 1e-5);
    });
    classifier.dispose();
  });

  test('images of another shape or range are refused in one line', () => {
    const classifier = models.classifier('mnist');
    const refuses = (images: tf.Tensor, message: RegExp) => {
      assert.throws(() => classifier.features(images), message);
      images.dispose();
    };
    refuses(tf.zeros([2, 28, 28]), /shape \[n, 28, 28, 1\] is needed, got \[2, 28, 28\]/);
    refuses(tf.zeros([0, 28, 28, 1]), /got \[0, 28, 28, 1\]/);
    refuses(tf.fill([1, 28, 28, 1], 255), /pixels in \[−1, 1\] are allowed, got 255 to 255/);
    refuses(tf.fill([1, 28, 28, 1], NaN), /pixels in \[−1, 1\] are allowed, got NaN to NaN/);
    classifier.dispose();
  });
});

suite('the files of a classifier', () => {
  const folder = (): string => {
    const directory = mkdtempSync(join(tmpdir(), 'classifier-'));
    after(() => rmSync(directory, { recursive: true }));
    return directory;
  };

  /** A copy of the shipped classifier that a test may spoil. */
  function copy(): string {
    const directory = folder();
    for (const file of [CARD, WEIGHTS]) copyFileSync(join(DATA, file), join(directory, file));
    return directory;
  }

  const refuses = (directory: string, message: RegExp) => {
    const before = tf.memory().numTensors;
    assert.throws(
      () => models.classifier('mnist', directory),
      (error: Error) => message.test(error.message) && !error.message.includes('\n'),
    );
    assert.equal(tf.memory().numTensors, before);
  };

  /** Gives a copy other weights, and its card the sum of them. */
  function replaceWeights(directory: string, bytes: Uint8Array) {
    const card = JSON.parse(readFileSync(join(directory, CARD), 'utf8')) as models.Card;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(directory, CARD), JSON.stringify({ ...card, sha256 }));
    writeFileSync(join(directory, WEIGHTS), bytes);
  }

  test('what was written is read back', () => {
    const directory = folder();
    const networks = models.classifierNetworks(7);
    const about = { training: { seed: 7 }, measured: { testAccuracy: 0.1 } };
    models.writeClassifier('fashion', networks, about, directory);
    const [written, read] = [models.asClassifier(networks), models.classifier('fashion', directory)];
    tf.tidy(() => {
      const images = data.toTensor(data.loadMnist().test, { length: 3 });
      assert.deepEqual(read.features(images).arraySync(), written.features(images).arraySync());
    });
    written.dispose();
    read.dispose();
    const card = JSON.parse(readFileSync(join(directory, 'fashion-classifier.json'), 'utf8')) as models.Card;
    assert.deepEqual({ training: card.training, measured: card.measured }, about);
  });

  test('altered or truncated weights are refused', () => {
    const directory = copy();
    const bytes = readFileSync(join(directory, WEIGHTS));
    bytes[10_000]! ^= 1;
    writeFileSync(join(directory, WEIGHTS), bytes);
    const command = /npm run classifier -- mnist makes it again$/;
    refuses(directory, /mnist-classifier\.safetensors: expected SHA-256 [0-9a-f]{64}, found/);
    refuses(directory, command);
    writeFileSync(join(directory, WEIGHTS), bytes.subarray(0, 5000));
    refuses(directory, /mnist-classifier\.safetensors: expected SHA-256/);
    replaceWeights(directory, bytes.subarray(0, 5000));
    refuses(directory, /mnist-classifier\.safetensors: truncated within tensor/);
  });

  test('a missing file is named', () => {
    for (const file of [CARD, WEIGHTS]) {
      const directory = copy();
      rmSync(join(directory, file));
      const { source } = new RegExp(file.replace('.', '\\.'));
      refuses(
        directory,
        new RegExp(`${source}: .* no file that can be read; npm run classifier -- mnist makes it`),
      );
    }
  });

  test('weights of other networks are refused', () => {
    const directory = copy();
    const { tensors } = models.decodeTensors(readFileSync(join(directory, WEIGHTS)), WEIGHTS);
    const [[first, { values }], ...others] = Object.entries(tensors) as [
      [string, { shape: readonly number[]; values: Float32Array }],
    ];
    const foreign = { ...Object.fromEntries([[first, { shape: [144], values }], ...others]) };
    replaceWeights(directory, models.encodeTensors({ tensors: foreign, metadata: {} }));
    refuses(directory, /expected the tensors .*filter \[3, 3, 1, 16\].* found .*filter \[144\]/);
  });

  test('a card that is no JSON is refused', () => {
    const directory = copy();
    writeFileSync(join(directory, CARD), '{"training": [');
    refuses(directory, /mnist-classifier\.json: expected JSON, but/);
  });
});
