import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../tools/setup/user-error.mjs';
import { readTable } from '../../tools/sweep/table.ts';

const recipe = fileURLToPath(new URL('counting.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'table-'));
after(() => rmSync(folder, { recursive: true }));

function tableOf(declaration: unknown) {
  const file = join(folder, 'sweep.json');
  writeFileSync(file, typeof declaration === 'string' ? declaration : JSON.stringify(declaration));
  return readTable(file, '/runs');
}

test('a table is every combination of values, of each variant, with each seed', async () => {
  const { runs } = await tableOf({
    recipe,
    seeds: [1, 2],
    settings: { by: [3, 4] },
    variants: [{ word: 'one' }, { word: 'two', by: 5 }],
  });
  assert.deepEqual(
    runs.map(({ settings }) => settings),
    [
      [1, 3, 'one'],
      [2, 3, 'one'],
      [1, 4, 'one'],
      [2, 4, 'one'],
      [1, 5, 'two'],
      [2, 5, 'two'],
    ].map(([seed, by, word]) => ({ seed, by, word })),
  );
});

test('settings that are not named have their default, and labels name those that differ', async () => {
  const { runs } = await tableOf({ recipe, seeds: [7, 8], settings: { word: 'two' } });
  assert.deepEqual(runs[0]!.settings, { seed: 7, by: 1, word: 'two' });
  assert.deepEqual(
    runs.map(({ label }) => label),
    ['seed=7', 'seed=8'],
  );
});

test('a run is the same whatever the sweep around it, and another with other settings', async () => {
  const [seven] = (await tableOf({ recipe, seeds: [7] })).runs;
  const [, same] = (await tableOf({ recipe, seeds: [6, 7], settings: { by: 1 } })).runs;
  const [other] = (await tableOf({ recipe, seeds: [7], settings: { by: 2 } })).runs;
  assert.equal(same!.id, seven!.id);
  assert.notEqual(other!.id, seven!.id);
});

const wrong: [string, unknown, RegExp][] = [
  ['not JSON', '{"recipe": ', /it is not JSON: /],
  ['no object', [1], /a sweep is \{"recipe"/],
  ['no recipe', { seeds: [1] }, /it has to name one recipe or one notebook/],
  ['recipe and notebook', { recipe, notebook: '01', seeds: [1] }, /one recipe or one notebook/],
  [
    'an unknown recipe',
    { recipe: 'mod', seeds: [1] },
    /there is no "mod" in .*recipes, only .*mode-coverage/,
  ],
  ['a recipe that is no file', { recipe: './other.ts', seeds: [1] }, /there is no .*other\.ts/],
  [
    'claims that are no sentences',
    { recipe, seeds: [1], claims: [1] },
    /"claims" is a list of sentences, not \[1\]/,
  ],
  ['an unknown key', { recipe, seeds: [1], setings: {} }, /there is no "setings" in a sweep/],
  ['no seeds', { recipe }, /"seeds" is a list of whole numbers/],
  [
    'a seed that is none',
    { recipe, seeds: [1.5] },
    /"seeds" is a list of whole numbers of at least 0, not \[1\.5\]/,
  ],
  ['a seed among the settings', { recipe, seeds: [1], settings: { seed: 2 } }, /seeds stand in "seeds"/],
  [
    'a setting of no value',
    { recipe, seeds: [1], settings: { by: null } },
    /setting by is a number, .* not null/,
  ],
  [
    'an unknown setting',
    { recipe, seeds: [1], settings: { bye: 1 } },
    /there is no setting "bye" \(nearest: by\)/,
  ],
  [
    'a number out of range',
    { recipe, seeds: [1], settings: { by: [1, 11] } },
    /setting by: '11' .* from 1 to 10/,
  ],
  [
    'a word that is not offered',
    { recipe, seeds: [1], settings: { word: 'six' } },
    /setting word: 'six' .* one, two/,
  ],
  ['a run declared twice', { recipe, seeds: [1, 1] }, /it declares the run seed=1 twice/],
];

for (const [what, declaration, complaint] of wrong) {
  test(`refused in one line: ${what}`, async () => {
    await assert.rejects(tableOf(declaration), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, complaint);
      assert.match(error.message, /^\S*sweep\.json: .*$/);
      return true;
    });
  });
}

test('a file that is not there is refused', async () => {
  await assert.rejects(readTable(join(folder, 'none.json')), /none\.json: there is no such file$/);
});
