/** The map of lib/README.md is what ESLint enforces. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { map, rooms } from '../eslint.config.mjs';
import { project } from '../tools/setup/project.mjs';

const { root } = project();
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, map],
});

/** Whether the map lets a file of lib/src say this. */
async function allows(file: string, code: string): Promise<boolean> {
  const [result] = await eslint.lintText(code, { filePath: join(root, 'lib', 'src', file) });
  return result?.errorCount === 0;
}

suite('the map of lib', () => {
  test('has a row for every room, and a room for every row', () => {
    const folders = readdirSync(join(root, 'lib', 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    assert.deepEqual(
      rooms()
        .map(({ room }) => room)
        .sort(),
      folders.map(({ name }) => name).sort(),
    );
  });

  test('lets data flow one way: a room imports only from rows above its own', () => {
    const order = rooms().map(({ room }) => room);
    for (const { room, imports, importsTypes } of rooms()) {
      for (const other of [...imports, ...importsTypes])
        assert.ok(order.indexOf(other) < order.indexOf(room), `${room} ${other}`);
    }
  });

  test('refuses every import that is not in the row of a room, and no other', async () => {
    for (const { room, imports, importsTypes } of rooms()) {
      for (const { room: other } of rooms()) {
        if (other === room) continue;
        const value = await allows(`${room}/index.ts`, `import { x } from '../${other}';`);
        const type = await allows(`${room}/index.ts`, `import type { x } from '../${other}';`);
        assert.equal(value, imports.includes(other), `${room} imports ${other}`);
        assert.equal(
          type,
          imports.includes(other) || importsTypes.includes(other),
          `${room} imports types of ${other}`,
        );
      }
    }
  });

  test('refuses losses that know of training, and lets training know of losses', async () => {
    assert.equal(await allows('losses/index.ts', "import { train } from '../training';"), false);
    assert.equal(await allows('training/index.ts', "import { loss } from '../losses';"), true);
  });

  test('refuses what goes past the index of a room, or round the whole library', async () => {
    assert.equal(await allows('models/index.ts', "import { conv2d } from '../ops/convolution';"), false);
    assert.equal(await allows('models/index.ts', "import { ops } from '../index';"), false);
    assert.equal(await allows('models/index.ts', "import { ops } from 'gan-lib';"), false);
    assert.equal(await allows('stray.ts', "import { ops } from './ops';"), false);
  });
});
