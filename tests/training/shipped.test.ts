/** Trainings that are shipped: written compactly, started from, and said so. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { models, training } from 'gan-lib';
import { toyGan, weights } from '../games/toys.ts';
import { shownInNotebook } from '../in-notebook.ts';

const folder = mkdtempSync(join(tmpdir(), 'shipped '));
after(() => rmSync(folder, { recursive: true }));

const layers = {
  generator: models.mlpGenerator({ output: [2], hidden: [96] }),
  discriminator: models.mlpDiscriminator({ hidden: [96] }),
};
const trainerWith = (settings: object, seed = 1) =>
  new training.Trainer({ game: toyGan({ seed, layers }), logEvery: 1, settings: { ...settings } });

/** Starts from what is shipped, and what that shows. */
function started(lesson: string, trainer: training.Trainer): string {
  const [shown] = shownInNotebook(() => training.startFromShipped(lesson, { main: trainer }, folder));
  return String(shown!['text/plain']);
}

suite('a training that is shipped', () => {
  const maker = trainerWith({ profile: 'full', start: 'training', seed: 1, steps: 6 });
  let file = '';
  before(async () => {
    await maker.train({ steps: 6, hooks: [{ every: 3, run: () => ({ metric: 7 }) }] });
    [file] = training.ship('99-lesson', { main: maker }, folder) as [string];
  });

  test('is the same to half precision, with its history, in another process that has not trained', () => {
    const trainer = trainerWith({ profile: 'quick', start: 'checkpoint', seed: 1, steps: 6 }, 2);
    const text = started('99-lesson', trainer);
    assert.match(text, /^Not trained here: .* trained for 6 steps before \(99-lesson\.main\.safetensors\)/);
    assert.doesNotMatch(text, /They were trained with/);
    assert.equal(trainer.step, 6);
    assert.deepEqual(trainer.history.toRows(), maker.history.toRows());
    const [its, own] = [maker, trainer].map(({ game }) => Object.values(weights(game)).flat(2));
    own!.forEach((value, i) => assert.ok(Math.abs(value - its![i]!) <= Math.abs(its![i]!) * 2 ** -11 + 1e-7));
    trainer.dispose();
  });

  test('has no more to do, and goes on with fresh optimisers if it is asked to', async () => {
    const trainer = trainerWith({ start: 'checkpoint' });
    started('99-lesson', trainer);
    const before = weights(trainer.game);
    await trainer.train({ steps: 6 });
    assert.deepEqual(weights(trainer.game), before);
    await trainer.train({ steps: 9 });
    assert.equal(trainer.step, 9);
    assert.notDeepEqual(weights(trainer.game), before);
    trainer.dispose();
  });

  test('shows what hooks gather at its end, once', async () => {
    const trainer = trainerWith({ start: 'checkpoint' });
    started('99-lesson', trainer);
    const seen: number[] = [];
    const hooks = [{ every: 4, run: ({ step }: training.Trainer) => void seen.push(step) }];
    await trainer.train({ steps: 5, hooks });
    assert.deepEqual(seen, [6]);
    await trainer.train({ steps: 5, hooks });
    assert.deepEqual(seen, [6]);
    trainer.dispose();
  });

  test('says which of the reader’s settings have no effect', () => {
    const trainer = trainerWith({ profile: 'full', start: 'checkpoint', seed: 5, steps: 6 });
    assert.match(started('99-lesson', trainer), /\nThey were trained with seed 1, not 5\.\n/);
    trainer.dispose();
  });

  test('takes a sixth of a whole checkpoint of Adam’s, but for what is no number', () => {
    const whole = join(folder, 'whole.safetensors');
    maker.save(whole);
    const header = 4000;
    assert.ok(statSync(file).size < statSync(whole).size / 6 + header);
  });

  test('that is not there is named, beside those that are', () => {
    const trainer = trainerWith({});
    assert.throws(
      () => started('98-lesson', trainer),
      /98-lesson\.main\.safetensors is not shipped; there is .*99-lesson\.main/,
    );
    assert.equal(trainer.step, 0);
    trainer.dispose();
  });
});
