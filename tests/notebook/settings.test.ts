import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as lib from 'gan-lib';

const { choice, configure, defaults, differences, flag, integer, number } = lib.notebook;

const options = () => ({
  profile: choice('full', ['full', 'quick']),
  seed: integer(1, { min: 0 }),
  steps: integer(4000, { min: 1, max: 100_000, quick: 300 }),
  learningRate: number(2e-4, { min: 1e-6, max: 1 }),
  batchNorm: flag(true, { quick: false }),
});
const written = { profile: 'full', seed: 1, steps: 4000, learningRate: 2e-4, batchNorm: true };

describe('settings', () => {
  test('are what is written in the cell, and cannot be changed later', () => {
    const settings = configure(options(), {});
    assert.deepEqual({ ...settings }, written);
    assert.throws(() => {
      (settings as { seed: number }).seed = 2;
    }, TypeError);
  });

  test('have the types of their values', () => {
    const settings = configure(options(), {});
    const profile: 'full' | 'quick' = settings.profile;
    const steps: number = settings.steps;
    // @ts-expect-error -- a flag is no number
    const batchNorm: number = settings.batchNorm;
    assert.deepEqual([profile, steps, batchNorm], ['full', 4000, true]);
    // @ts-expect-error -- the value must be one of the words
    assert.throws(() => configure({ loss: choice('hinge', ['minimax']) }, {}), RangeError);
  });

  test('are overridden by name, with values of their own types', () => {
    const settings = configure(options(), { seed: '7', learningRate: '1e-3', batchNorm: 'false' });
    assert.deepEqual({ ...settings }, { ...written, seed: 7, learningRate: 1e-3, batchNorm: false });
  });

  test('of the workshop’s profile are its own where there are any, and those written elsewhere', () => {
    const own = () => ({
      profile: choice('full', ['full', 'workshop', 'quick']),
      steps: integer(4000, { workshop: 1000, quick: 300 }),
      rate: number(1e-3, { quick: 1e-2 }),
      deep: flag(true, { workshop: false }),
    });
    const workshop = { profile: 'workshop', steps: 1000, rate: 1e-3, deep: false };
    assert.deepEqual({ ...configure(own(), { profile: 'workshop' }) }, workshop);
    assert.deepEqual(
      { ...configure(own(), { profile: 'workshop', steps: '20' }) },
      { ...workshop, steps: 20 },
    );
    assert.throws(
      () => configure({ steps: integer(4, { max: 9, workshop: 10 }) }, {}),
      /10 is not an integer/,
    );
  });

  test('of a quick profile are the quick ones, but for those that are themselves overridden', () => {
    const quick = { ...written, profile: 'quick', steps: 300, batchNorm: false };
    assert.deepEqual({ ...configure(options(), { profile: 'quick' }) }, quick);
    assert.deepEqual({ ...configure(options(), { profile: 'quick', steps: '20' }) }, { ...quick, steps: 20 });
    const inTheCell = { ...options(), profile: choice('quick', ['full', 'quick']) };
    assert.deepEqual({ ...configure(inTheCell, {}) }, quick);
  });

  test('come from the environment where nothing else is said', () => {
    process.env['GAN_SET'] = '{"steps":"12"}';
    try {
      assert.equal(configure(options()).steps, 12);
    } finally {
      delete process.env['GAN_SET'];
    }
    assert.equal(configure(options()).steps, 4000);
  });

  const mistakes: [overrides: Record<string, string>, message: string][] = [
    [{ steps: 'abc' }, "setting steps: 'abc' is not an integer from 1 to 100000"],
    [{ steps: '1.5' }, "setting steps: '1.5' is not an integer from 1 to 100000"],
    [{ steps: '0' }, "setting steps: '0' is not an integer from 1 to 100000"],
    [{ steps: '' }, "setting steps: '' is not an integer from 1 to 100000"],
    [{ seed: '-1' }, "setting seed: '-1' is not an integer of at least 0"],
    [{ learningRate: '2' }, "setting learningRate: '2' is not a number from 0.000001 to 1"],
    [{ learningRate: 'Infinity' }, "setting learningRate: 'Infinity' is not a number from 0.000001 to 1"],
    [{ batchNorm: 'yes' }, "setting batchNorm: 'yes' is not true or false"],
    [{ batchNorm: 'toString' }, "setting batchNorm: 'toString' is not true or false"],
    [{ profile: 'fast' }, "setting profile: 'fast' is not one of full, quick"],
    [
      { learnignRate: '1' },
      'there is no setting "learnignRate" (nearest: learningRate); the settings are profile, seed, steps, learningRate, batchNorm',
    ],
    [
      { toString: '1' },
      'there is no setting "toString" (nearest: profile); the settings are profile, seed, steps, learningRate, batchNorm',
    ],
  ];
  for (const [overrides, message] of mistakes) {
    test(`refuse ${JSON.stringify(overrides)} in one line`, () => {
      assert.throws(() => configure(options(), overrides), { name: 'RangeError', message });
    });
  }

  test('are checked where they are written, too', () => {
    const message = 'setting steps: 0 is not an integer of at least 1';
    assert.throws(() => configure({ steps: integer(0, { min: 1 }) }, {}), { name: 'RangeError', message });
    assert.throws(() => configure({ steps: integer(5, { min: 1, quick: 0 }) }, {}), {
      name: 'RangeError',
      message,
    });
    assert.throws(() => configure({ rate: number(NaN) }, {}), {
      message: 'setting rate: NaN is not a number',
    });
  });

  test('know what was changed, and how two of them differ', () => {
    const settings = configure(options(), { profile: 'quick', seed: '1' });
    assert.deepEqual({ ...defaults(settings) }, written);
    assert.deepEqual(differences(defaults(settings), settings), [
      { name: 'profile', before: 'full', after: 'quick' },
      { name: 'steps', before: 4000, after: 300 },
      { name: 'batchNorm', before: true, after: false },
    ]);
    assert.deepEqual(differences({ old: 1, same: 2 }, { same: 2, new: 3 }), [
      { name: 'old', before: 1, after: undefined },
      { name: 'new', before: undefined, after: 3 },
    ]);
  });
});
