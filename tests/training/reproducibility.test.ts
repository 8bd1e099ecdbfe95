import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { answer } from './processes.ts';
import { agree, names, same, type Logged, type Recipe } from './recipes.ts';

type Runs = Record<Recipe, Logged>;

const STEPS = 30;

suite('two processes', () => {
  let first: Runs, second: Runs, other: Runs;
  before(async () => {
    const train = (seed: number) => answer<Runs>('all-recipes.ts', [String(seed), String(STEPS)]);
    [first, second, other] = [await train(1), await train(1), await train(2)];
  });

  for (const name of names) {
    test(`with the same seed agree on every logged loss to six digits, with another they do not: ${name}`, () => {
      assert.equal(first[name]['discriminatorLoss']!.length, STEPS);
      assert.equal(first[name]['generatorLoss']!.length, STEPS);
      agree(second[name], first[name]);
      for (const [column, values] of Object.entries(first[name])) {
        if (column === 'step') continue;
        const agreeing = values.filter((value, i) => same(value, other[name][column]![i]!));
        assert.ok(agreeing.length < 3, `${column}: ${agreeing.length} steps agree with another seed`);
      }
    });
  }
});
