// What is linted, and how: the strict rules of typescript-eslint, and the map of lib/README.md.

import { readFileSync } from 'node:fs';
import boundaries from 'eslint-plugin-boundaries';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The map of lib, out of the table of its README: | `room` | what it holds | what it may import |.
 * @returns {{ room: string, imports: string[], importsTypes: string[] }[]}
 */
export function rooms(readme = readFileSync(new URL('lib/README.md', import.meta.url), 'utf8')) {
  const rows = [...readme.matchAll(/^\| `(\w+)` +\|.*\|([^|]+)\|$/gm)].map(([, room = '', cell = '']) => ({
    room,
    cell,
  }));
  return rows.map(({ room, cell }) => {
    const named = rows.map((row) => row.room).filter((name) => new RegExp(`\\b${name}\\b`).test(cell));
    const importsTypes = named.filter((name) => cell.includes(`types of ${name}`));
    return { room, imports: named.filter((name) => !importsTypes.includes(name)), importsTypes };
  });
}

/** @param {string} name */
const room = (name) => ({ element: { type: 'room', captured: { name } } });

/** @param {string} name what others see of a room */
const index = (name) => ({ element: { type: 'room', captured: { name }, fileInternalPath: 'index.ts' } });

/**
 * Who in lib may import whom.
 * @type {import('eslint').Linter.Config}
 */
export const map = {
  files: ['lib/src/**/*.ts'],
  plugins: {
    boundaries: /** @type {import('eslint').ESLint.Plugin} */ (/** @type {unknown} */ (boundaries)),
  },
  settings: {
    'import/resolver': { node: { extensions: ['.ts'] } },
    'boundaries/elements': [{ type: 'room', pattern: 'lib/src/*', capture: ['name'] }],
    'boundaries/files': [{ category: 'door', pattern: 'lib/src/index.ts' }],
  },
  rules: {
    'no-restricted-imports': ['error', 'gan-lib'],
    'boundaries/no-unknown-files': 'error',
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        checkUnknownLocals: true,
        message:
          'Not on the map in lib/README.md: a room imports the index of the rooms in its row, and no more.',
        policies: [
          { from: { file: { categories: 'door' } }, allow: { to: index('*') } },
          ...rooms().flatMap(({ room: name, imports, importsTypes }) => [
            { from: room(name), allow: { to: room(name) } },
            ...imports.map((other) => ({ from: room(name), allow: { to: index(other) } })),
            ...importsTypes.map((other) => ({
              from: room(name),
              allow: { to: index(other), dependency: { kind: 'type' } },
            })),
          ]),
        ],
      },
    ],
  },
};

/** What set-up begins with must be understood by any Node that can load a module, to be told that it is too old. */
const ENTRY = 'tools/setup/main.mjs';

export default defineConfig(
  { ignores: ['**/node_modules', '.setup', '.venv', 'lib/dist', 'reports', 'site', 'runs', 'notebooks'] },
  {
    files: ['**/*.ts', '**/*.mjs'],
    ignores: [ENTRY],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers and shapes belong into messages.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowArray: true },
      ],
      // An index that a loop keeps in range needs a word for the compiler, not a branch.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after'],
            },
          ],
        },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Objects here are made of closures, whose functions need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // A function may be async because it is called as one.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Types of TensorFlow.js are classes, where any object of their shape does.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    // What a test reads back from JSON it checks by asserting; what JavaScript does is declared in JSDoc, unseen here.
    files: ['tests/**', '**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  map,
  {
    files: [ENTRY],
    languageOptions: { ecmaVersion: 2020 },
    rules: {
      'no-restricted-syntax': [
        'error',
        'ImportDeclaration',
        'ChainExpression',
        'LogicalExpression[operator="??"]',
        'AwaitExpression',
      ],
    },
  },
);
