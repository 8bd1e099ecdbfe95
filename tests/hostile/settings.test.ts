/** Every setting of every lesson, at values that nobody should give it. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readNotebook } from '../../tools/report/notebook.ts';
import { checkSettings } from '../../tools/report/settings.ts';
import { project } from '../../tools/setup/project.mjs';
import { UserError } from '../../tools/setup/user-error.mjs';

const folder = join(project().root, 'notebooks');
const lessons = readdirSync(folder)
  .filter((file) => file.endsWith('.ipynb'))
  .map((file) => {
    const name = basename(file, '.ipynb');
    const notebook = readNotebook({ folder, name });
    return { name, notebook, ...checkSettings(name, notebook, {}) };
  })
  .filter(({ defaults }) => Object.keys(defaults).length > 0);

const hostile = fc.oneof(
  fc.constantFrom(
    '0',
    '-1',
    'NaN',
    'Infinity',
    '1e309',
    '9007199254740993',
    '0x10',
    '1e-400',
    '',
    ' ',
    'true',
    'null',
  ),
  fc.constantFrom(
    '[]',
    '{}',
    '__proto__',
    'constructor',
    '"; process.exit(7); "',
    '${process.exit(7)}',
    '</script>',
  ),
  fc.string(),
  fc.double().map(String),
);

describe('settings of the lessons', () => {
  test('there are some', () => assert.ok(lessons.length >= 4));

  for (const { name, notebook, defaults } of lessons) {
    test(`${name}: a value is taken as it is, or refused with its name and what is allowed (100 cases)`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...Object.keys(defaults)), hostile, (setting, text) => {
          try {
            const value = checkSettings(name, notebook, { [setting]: text }).settings[setting];
            assert.equal(typeof value, typeof defaults[setting]);
            if (typeof value === 'number') assert.ok(Number.isFinite(value) && value === Number(text));
            else assert.equal(String(value), text);
          } catch (error) {
            assert.ok(error instanceof UserError, String(error));
            assert.ok(error.message.startsWith(`${name}: setting ${setting}: `), error.message);
            assert.match(error.message, /is not (a number|an integer|one of|true or false)/);
          }
        }),
        { numRuns: 100 },
      );
    });
  }

  test('names that there are not are refused, with those that there are (50 cases)', () => {
    const [{ name, notebook, defaults }] = lessons as [(typeof lessons)[number]];
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
    );
    fc.assert(
      fc.property(names, (other) => {
        fc.pre(!Object.hasOwn(defaults, other));
        const overrides = Object.fromEntries([[other, '1']]);
        assert.throws(
          () => checkSettings(name, notebook, overrides),
          /there is no setting .*; the settings are /s,
        );
      }),
      { numRuns: 50 },
    );
  });
});
