import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { models } from 'gan-lib';
import { readersPython, readersStep } from '../../tools/export/environment.ts';
import { project } from '../../tools/setup/project.mjs';
import { setUp } from '../../tools/setup/steps.mjs';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';

/** Networks that between them have every kind of layer that can be exported. */
const NETWORKS: Readonly<Record<string, models.NetworkOptions>> = {
  'generator of 32 × 32': { name: 'generator', input: [24], layers: models.pictureGenerator({ filters: 4 }), seed: 1 }, // prettier-ignore
  'generator of 64 × 64': { name: 'generator', input: [24], layers: models.pictureGenerator({ size: 64, filters: 4 }), seed: 2 }, // prettier-ignore
  'generator of digits': { name: 'generator', input: [16], layers: models.dcganGenerator({ filters: 4, units: 20 }), seed: 3 }, // prettier-ignore
  'without strides': { name: 'generator', input: [16], layers: models.dcganGenerator({ filters: 4, strided: false, batchNorm: false }), seed: 4 }, // prettier-ignore
  discriminator: { name: 'discriminator', input: [32, 32, 3], layers: models.pictureDiscriminator({ filters: 4 }), seed: 5 }, // prettier-ignore
  'discriminator with pooling': { name: 'discriminator', input: [28, 28, 1], layers: models.dcganDiscriminator({ filters: 4, units: 8, strided: false }), seed: 6 }, // prettier-ignore
  'odd sizes, residual, skip': {
    name: 'mixture',
    input: [9, 7, 2],
    seed: 7,
    layers: [
      models.conv2d({ filters: 4, kernelSize: 5, stride: 3 }),
      models.residual([models.conv2d({ filters: 4, kernelSize: 3, stride: 1 }), models.softplus()]),
      models.skip([models.conv2d({ filters: 3, kernelSize: 2, stride: 1, bias: false }), models.batchNorm(), models.leakyRelu(0.1)]), // prettier-ignore
      models.dropout(0.3),
      models.conv2dTranspose({ filters: 2, kernelSize: 3, stride: 3 }),
      models.sigmoid(),
    ],
  },
};

/** The network with weights, biases and running averages that are none of its first ones. */
function trained(options: models.NetworkOptions): models.Network {
  const network = models.network(options);
  for (const [i, { variable, shape, name }] of network.stored.entries()) {
    if (!/(filter|weights|bias)$/.test(name)) continue;
    const values = tf.randomNormal([...shape], 0, name.endsWith('bias') ? 0.3 : 0.12, 'float32', i);
    variable.assign(values);
    values.dispose();
  }
  for (let i = 0; i < 20; i++) {
    const x = tf.randomNormal([16, ...network.input], 0.3, 1, 'float32', 50 + i);
    tf.dispose([x, network.apply(x, { training: true })]);
  }
  return network;
}

/** Inputs, and what the network makes of them, as it will be used: not in training. */
function expectations(network: models.Network) {
  const x = tf.randomNormal([5, ...network.input], 0, 1, 'float32', 77);
  const y = network.apply(x);
  const outputs = Array.from(y.dataSync());
  assert.ok(Math.max(...outputs) - Math.min(...outputs) > 0.02); // there is something to compare
  return { x, y, outputs, inputs: Array.from(x.dataSync()) };
}

const greatest = (a: ArrayLike<number>, b: readonly number[]): number => {
  assert.equal(a.length, b.length);
  return b.reduce((most, value, i) => Math.max(most, Math.abs(value - a[i]!)), 0);
};

let folder: string;
before(() => void (folder = mkdtempSync(join(tmpdir(), 'export ä '))));
after(() => rmSync(folder, { recursive: true }));

suite('exportTfjs', () => {
  for (const [name, options] of Object.entries(NETWORKS)) {
    test(`${name}: tf.loadLayersModel opens it, numbers equal to 1e-5`, async () => {
      const network = trained(options);
      const to = join(folder, name, 'tfjs');
      await models.exportTfjs(network, to);
      // As a page reads it: the two files, and nothing of this library.
      const model = await tf.loadLayersModel(fromFolder(to));
      const { x, y, outputs } = expectations(network);
      const again = model.predict(x) as tf.Tensor;
      assert.deepEqual(again.shape, y.shape);
      const difference = greatest(again.dataSync(), outputs);
      assert.ok(difference <= 1e-5, `${difference}`);
      tf.dispose([x, y, again]);
      model.dispose();
      network.dispose();
    });
  }

  test('says which layer has no counterpart', async () => {
    const network = models.network({
      name: 'n',
      input: [4],
      layers: [models.dense(3), models.spectralNorm(models.dense(2))],
      seed: 1,
    });
    await assert.rejects(models.exportTfjs(network, join(folder, 'none')), {
      name: 'RangeError',
      message: /^models\.exportTfjs: layer 2-spectralNorm cannot be exported, there are dense, conv2d, /,
    });
    assert.throws(() => models.exportOnnx(network, join(folder, 'none.onnx')), {
      name: 'RangeError',
      message: /^models\.exportOnnx: layer 2-spectralNorm cannot be exported, there are dense, conv2d, /,
    });
    network.dispose();
  });

  test('leaves no tensor behind', async () => {
    const network = trained(NETWORKS['generator of 32 × 32']!);
    const count = tf.memory().numTensors;
    await models.exportTfjs(network, join(folder, 'again'));
    models.exportOnnx(network, join(folder, 'again.onnx'));
    models.exportSafetensors(network, join(folder, 'again.safetensors'));
    assert.equal(tf.memory().numTensors, count);
    network.dispose();
  });

  test('a page of thirty lines draws with it, without this library', skipWithoutBrowser, async (t) => {
    const network = trained(NETWORKS['generator of 32 × 32']!);
    const to = join(folder, 'page');
    await models.exportTfjs(network, to);
    assert.deepEqual(readdirSync(to).sort(), ['index.html', 'model.json', 'tf.min.js', 'weights.bin']);
    const page = readFileSync(join(to, 'index.html'), 'utf8');
    assert.ok(page.trimEnd().split('\n').length <= 36 && !page.includes('gan-lib'));
    const server = createServer((request, response) => {
      const file = join(to, request.url === '/' ? 'index.html' : request.url!.slice(1));
      const found = statSync(file, { throwIfNoEntry: false });
      response.writeHead(found ? 200 : 404, { 'content-type': file.endsWith('html') ? 'text/html' : 'application/octet-stream' }); // prettier-ignore
      response.end(found && readFileSync(file));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using browser = await browserPage({ origins: [origin] });
    await browser.page.goto(origin);
    await browser.page.waitForSelector('body[data-drawn=yes]');
    const different = await browser.page.evaluate<number>(
      "new Set([...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL())).size",
    );
    assert.equal(different, 8);
    assert.deepEqual(browser.foreign, []);
    assert.deepEqual(
      browser.errors.filter((line) => !line.includes('favicon')),
      [],
    );
    network.dispose();
  });
});

suite('read by Python', () => {
  before(() => setUp(project(), [readersStep]), { timeout: 600_000 });

  const read = (...args: string[]): unknown => {
    const script = fileURLToPath(new URL('../../tools/export/read.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync(readersPython(project()), [script, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  };

  for (const [name, options] of Object.entries(NETWORKS)) {
    test(`ONNX, ${name}: onnxruntime and ONNX's reference evaluator give the same to 2e-6`, () => {
      const network = trained(options);
      const [file, given] = [join(folder, `${name}.onnx`), join(folder, 'inputs.json')];
      models.exportOnnx(network, file);
      const { x, y, outputs, inputs } = expectations(network);
      writeFileSync(given, JSON.stringify({ values: inputs, shape: x.shape }));
      const { shape, runtime, reference } = read('onnx', file, given) as Record<string, number[]>;
      assert.deepEqual(shape, y.shape);
      for (const found of [runtime!, reference!]) {
        const difference = greatest(found, outputs) / Math.max(1, ...outputs.map(Math.abs));
        assert.ok(difference <= 2e-6, `${difference}`);
      }
      tf.dispose([x, y]);
      network.dispose();
    });
  }

  test('safetensors: every number under its name, the network in the metadata', () => {
    const network = trained(NETWORKS['generator of 32 × 32']!);
    for (const [dtype, tolerance] of [
      ['F32', 0],
      ['F16', 2 ** -11],
    ] as const) {
      const file = join(folder, `${dtype}.safetensors`);
      models.exportSafetensors(network, file, { dtype });
      const { tensors, metadata } = read('safetensors', file) as {
        tensors: Record<string, { shape: number[]; dtype: string; values: number[] }>;
        metadata: Record<string, string>;
      };
      assert.deepEqual(Object.keys(tensors).sort(), network.stored.map(({ name }) => name).sort());
      for (const { name, shape, variable } of network.stored) {
        const { shape: found, dtype: type, values } = tensors[name]!;
        assert.deepEqual([found, type], [shape, dtype === 'F32' ? 'float32' : 'float16']);
        const own = Array.from(variable.dataSync());
        own.forEach((value, i) =>
          assert.ok(Math.abs(value - values[i]!) <= tolerance * Math.max(Math.abs(value), 2 ** -14), name),
        );
      }
      const again = JSON.parse(metadata['network']!) as models.NetworkOptions;
      assert.deepEqual(again.layers, network.layers);
    }
    network.dispose();
  });
});

/** The files of a folder, as the browser's handler gives them. */
const fromFolder = (path: string): tf.io.IOHandler => ({
  async load() {
    const { modelTopology, weightsManifest } = JSON.parse(
      readFileSync(join(path, 'model.json'), 'utf8'),
    ) as tf.io.ModelJSON;
    const bytes = weightsManifest[0]!.paths.map((name) => readFileSync(join(path, name)));
    const weightData = Uint8Array.from(Buffer.concat(bytes)).buffer;
    return { modelTopology, weightSpecs: weightsManifest[0]!.weights, weightData };
  },
});
