import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { data, losses, models, training } from 'gan-lib';
import { toyGan, toyInfogan, weights, type Toy } from '../games/toys.ts';
import { agree, lossesOf, names, recipes } from './recipes.ts';

const folder = mkdtempSync(join(tmpdir(), 'checkpoints ä '));
after(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string) => join(folder, `${name}.safetensors`);

suite('a resumed training', () => {
  for (const name of names) {
    test(`logs what an uninterrupted one does: ${name}`, async () => {
      const trainer = () => new training.Trainer({ game: recipes[name](5), logEvery: 1 });
      const [whole, stopped, resumed] = [trainer(), trainer(), trainer()];
      await whole.train({ steps: 16 });
      await stopped.train({ steps: 9 });
      const file = fileOf(name);
      stopped.save(file);
      await resumed.train({ steps: 3 }); // somewhere else entirely
      resumed.load(file);
      assert.equal(resumed.step, 9);
      assert.equal(resumed.seconds, stopped.seconds);
      assert.deepEqual(resumed.history.toRows(), stopped.history.toRows());
      assert.deepEqual(weights(resumed.game), weights(stopped.game));
      await resumed.train({ steps: 16 });
      agree(lossesOf(resumed.history), lossesOf(whole.history));
      for (const each of [whole, stopped, resumed]) each.dispose();
    });
  }

  test('in networks that began with another seed is the same, too', async () => {
    const [stopped, resumed] = [1, 2].map(
      (seed) =>
        new training.Trainer({
          game: recipes['a GAN with dropout, batch normalisation and Adam'](seed),
          logEvery: 1,
        }),
    );
    await stopped!.train({ steps: 5 });
    stopped!.save(fileOf('seeds'));
    resumed!.load(fileOf('seeds'));
    await stopped!.train({ steps: 10 });
    await resumed!.train({ steps: 10 });
    agree(lossesOf(resumed!.history), lossesOf(stopped!.history));
    stopped!.dispose();
    resumed!.dispose();
  });

  test('from a checkpoint before the first step', async () => {
    const trainer = new training.Trainer({ game: toyGan(), logEvery: 1 });
    trainer.save(fileOf('first'));
    await trainer.train({ steps: 5 });
    const first = lossesOf(trainer.history);
    trainer.load(fileOf('first'));
    assert.equal(trainer.step, 0);
    await trainer.train({ steps: 5 });
    agree(lossesOf(trainer.history), first);
    trainer.dispose();
  });

  test('a metric that was not a number stays one', async () => {
    const trainer = new training.Trainer({ game: toyGan(), logEvery: 1 });
    await trainer.train({ steps: 2, hooks: [{ every: 2, run: () => ({ metric: NaN }) }] });
    trainer.save(fileOf('nan'));
    trainer.load(fileOf('nan'));
    assert.deepEqual(trainer.history.columns()['metric'], [NaN, NaN, NaN]);
    trainer.dispose();
  });
});

suite('a checkpoint file', () => {
  test('is a safetensors file with networks, slots, random states, data position, history and configuration', async () => {
    const settings = { learningRate: 1e-3, profile: 'quick' };
    const trainer = new training.Trainer({ game: toyGan(), logEvery: 2, settings });
    await trainer.train({ steps: 4 });
    trainer.save(fileOf('contents'));
    trainer.dispose();
    const { tensors, metadata } = models.decodeTensors(readFileSync(fileOf('contents')), 'contents');
    const state = JSON.parse(metadata['state']!);
    assert.equal(metadata['version'], '2');
    assert.equal(state.game, 'GAN, non-saturating');
    assert.deepEqual(state.settings, settings);
    assert.equal(state.step, 4);
    assert.deepEqual(
      state.history.map((row: { step: number }) => row.step),
      [2, 4],
    );
    assert.deepEqual(Object.keys(state.sources), ['data', 'latents']);
    assert.deepEqual(Object.keys(state.networks), ['generator', 'discriminator']);
    const adam = { kind: 'adam', step: 4 };
    assert.deepEqual(state.optimisers, { discriminator: adam, generator: adam });
    assert.deepEqual(tensors['network/generator/1-dense/weights']!.shape, [3, 16]);
    // Two networks of four tensors, each with two moments.
    assert.equal(Object.keys(tensors).length, 8 + 16);
  });

  test('is written by the hook `checkpoints`, in a folder that need not exist, and replaces the one before', async () => {
    const file = join(folder, 'a', 'new folder', 'latest.safetensors');
    const trainer = new training.Trainer({ game: toyGan() });
    await trainer.train({ steps: 5, hooks: [training.checkpoints(file, 2)] });
    const stepOf = () => JSON.parse(models.decodeTensors(readFileSync(file), file).metadata['state']!).step;
    assert.equal(stepOf(), 5);
    await trainer.train({ steps: 7, hooks: [training.checkpoints(file, 2)] });
    assert.equal(stepOf(), 7);
    trainer.dispose();
  });
});

suite('a file that is no good', () => {
  const trainer = new training.Trainer({ game: toyGan(), logEvery: 1 });
  after(() => trainer.dispose());
  const file = fileOf('bad');
  const good = async () => {
    const other = new training.Trainer({ game: toyGan({ seed: 9 }), logEvery: 1 });
    await other.train({ steps: 3 });
    other.save(file);
    other.dispose();
    return readFileSync(file);
  };

  /** Asserts that loading `file` fails with this message and changes nothing. */
  async function refused(message: RegExp): Promise<void> {
    if (trainer.step === 0) await trainer.train({ steps: 2 });
    const before = [weights(trainer.game), trainer.step, trainer.seconds, trainer.history.toRows()];
    const sources = JSON.stringify(Object.values(trainer.game.sources).map((source) => source.save()));
    assert.throws(
      () => trainer.load(file),
      (error: Error) => {
        assert.equal(error.name, 'Error', error.stack);
        assert.match(error.message, message);
        assert.ok(error.message.includes(file), error.message);
        assert.ok(!error.message.includes('\n'));
        return true;
      },
    );
    assert.deepEqual(
      [weights(trainer.game), trainer.step, trainer.seconds, trainer.history.toRows()],
      before,
    );
    assert.equal(JSON.stringify(Object.values(trainer.game.sources).map((source) => source.save())), sources);
  }

  test('missing', async () => {
    rmSync(file, { force: true });
    await refused(/no such file/);
  });

  test('truncated, wherever', async () => {
    const bytes = await good();
    for (const length of [0, 5, 8, 100, 2000, bytes.length - 1000, bytes.length - 1]) {
      writeFileSync(file, bytes.subarray(0, length));
      await refused(/: truncated/);
    }
  });

  test('with a tensor of which one bit is another', async () => {
    const bytes = await good();
    const data = 8 + Number(bytes.readBigUInt64LE(0));
    for (const at of [data, data + 500, bytes.length - 1]) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 4;
      writeFileSync(file, altered);
      await refused(/: altered since it was written$/);
    }
  });

  test('with any one byte of its header another', async () => {
    const bytes = await good();
    const end = 8 + Number(bytes.readBigUInt64LE(0));
    for (let at = 0; at < end; at += 7) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1;
      writeFileSync(file, altered);
      await refused(/./);
    }
  });

  test('with something after its end', async () => {
    writeFileSync(file, Buffer.concat([await good(), Buffer.of(0)]));
    await refused(/: 1 bytes follow the last tensor$/);
  });

  test('not a checkpoint', async () => {
    writeFileSync(file, 'no checkpoint at all');
    await refused(/truncated, or not a safetensors file/);
    writeFileSync(file, models.encodeTensors({ tensors: {}, metadata: { format: 'pt' } }));
    await refused(/: not a checkpoint of this library$/);
  });

  test('of another version', async () => {
    const { tensors, metadata } = models.decodeTensors(await good(), file);
    writeFileSync(file, models.encodeTensors({ tensors, metadata: { ...metadata, version: '1' } }));
    await refused(/: a checkpoint of version 1, only version 2 is read$/);
  });
});

suite('a checkpoint of another game', () => {
  const file = fileOf('other');
  const { dense, dropout, relu } = models;

  async function refused(saved: Toy | 'InfoGAN', here: Toy, message: string): Promise<void> {
    const other = new training.Trainer({ game: saved === 'InfoGAN' ? toyInfogan() : toyGan(saved) });
    await other.train({ steps: 1 });
    other.save(file);
    other.dispose();
    const trainer = new training.Trainer({ game: toyGan(here) });
    await trainer.train({ steps: 2 });
    const before = weights(trainer.game);
    assert.throws(() => trainer.load(file), {
      name: 'Error',
      message: `${file} is a checkpoint of another game: ${message}`,
    });
    assert.deepEqual([weights(trainer.game), trainer.step], [before, 2]);
    await trainer.train({ steps: 3 }); // and goes on
    trainer.dispose();
  }

  test('is refused, saying what is different', async () => {
    const generator = [dense(8), relu(), dense(2)];
    const wider = [dense(9), relu(), dense(2)];
    const layer = (units: number) =>
      `{"kind":"dense","units":${units},"bias":true,"init":{"kind":"glorotUniform"}}`;
    await refused(
      { layers: { generator } },
      { layers: { generator: wider } },
      `layer 1 of its generator is ${layer(8)}, here it is ${layer(9)}`,
    );
    await refused(
      { layers: { discriminator: [dense(4), dropout(0.5), dense(1)] } },
      { layers: { discriminator: [dense(4), dropout(0.4), dense(1)] } },
      'layer 2 of its discriminator is {"kind":"dropout","rate":0.5}, here it is {"kind":"dropout","rate":0.4}',
    );
    await refused(
      { layers: { generator } },
      { layers: { generator: [...generator, models.tanh()] } },
      'layer 4 of its generator is undefined, here it is {"kind":"activation","of":"tanh"}',
    );
    await refused(
      { optimiser: training.rmsProp },
      {},
      'its discriminator is trained by rmsProp, here by adam',
    );
    await refused(
      'InfoGAN',
      {},
      'it has the networks generator, trunk, discriminator, q, here are generator, discriminator',
    );
    await refused(
      { loss: losses.leastSquares },
      {},
      'it is of "GAN, least squares", here is "GAN, non-saturating"',
    );
    await refused(
      { loss: losses.wasserstein, penalty: losses.wganGp(10) },
      { loss: losses.wasserstein },
      'it is of "GAN, Wasserstein, gradient penalty", here is "GAN, Wasserstein"',
    );
    const latents = data.normalLatents({ size: 4, seed: 1 });
    const network = models.network({ name: 'generator', input: [4], layers: [dense(2)], seed: 1 });
    await refused({ latents, generator: network }, {}, 'its generator takes [4], here it takes [3]');
  });
});
