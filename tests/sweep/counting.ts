/** A recipe that trains nothing. Seed 2 waits until there is the file that COUNTING_GATE names. */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { notebook } from 'gan-lib';
import { recipe } from '../../tools/sweep/recipe.ts';

const { choice, integer } = notebook;

export default recipe(
  { seed: integer(1, { min: 0 }), by: integer(1, { min: 1, max: 10 }), word: choice('one', ['one', 'two']) },
  async ({ seed, by, word }) => {
    console.log(`pid ${process.pid}`);
    while (seed === 2 && !existsSync(process.env['COUNTING_GATE']!)) await setTimeout(20);
    const first = { step: 1, count: seed * by, half: seed / 2 };
    return word === 'one' ? first : [first, { step: 2, count: 2 * seed * by, half: NaN, note: 'twice' }];
  },
);
