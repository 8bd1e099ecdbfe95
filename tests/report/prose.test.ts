/** Numbers that a notebook's prose quotes from its own outputs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withNumbers } from '../../tools/report/prose.ts';
import type { Notebook } from '../../tools/report/notebook.ts';

const quoting = (text: string, values: Record<string, number | string>): Notebook => ({
  metadata: {},
  cells: [
    { cell_type: 'markdown', source: text, metadata: {} },
    {
      cell_type: 'code',
      source: text,
      metadata: {},
      outputs: [{ output_type: 'display_data', data: { 'application/vnd.gan.result+json': values } }],
    },
  ],
});

const filled = (text: string, values: Record<string, number | string>) =>
  withNumbers(quoting(text, values)).cells.map(({ source }) => source);

for (const [what, text, value, expected] of [
  ['decimals as they stand', '13.3<!--d-->', 0.7649, '0.8<!--d-->'],
  ['whole numbers', 'about 7<!-- d --> modes', 7.6, 'about 8<!-- d --> modes'],
  ['a factor', '16.2<!--d*100--> %', 0.18349, '18.3<!--d*100--> %'],
  ['thousands', '1,692<!--d-->', 12345.6, '12,346<!--d-->'],
  ['a minus', '0.51<!--d-->', -0.456, '−0.46<!--d-->'],
  ['no minus before zero', '−0.5<!--d-->', -0.01, '0.0<!--d-->'],
  ['a number without a comment stays', '5 <!--d--> 3', 9, '5 <!--d--> 3'],
] as const) {
  test(`${what}: ${text} of ${value}`, () => {
    const [prose, code] = filled(text, { d: value });
    assert.equal(prose, expected);
    assert.equal(code, text);
  });
}

test('a name that the notebook does not give is refused', () => {
  assert.throws(() => filled('1<!--other-->', { d: 1 }), /the prose quotes "other" \(1<!--other-->\)/);
  assert.throws(() => filled('1<!--d-->', { d: 'one' }), /no number/);
});
