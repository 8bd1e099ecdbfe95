import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { notebook } from 'gan-lib';

function shownBy(run: () => void): string {
  const write = mock.method(process.stdout, 'write', () => true);
  try {
    run();
    return write.mock.calls.map(({ arguments: [text] }) => String(text)).join('');
  } finally {
    write.mock.restore();
  }
}

describe('a blank of an exercise', () => {
  test('says in one line which exercise it is of', () => {
    assert.throws(
      () => notebook.todo('01.3'),
      (error: Error) => /^01\.3: not solved yet/.test(error.message) && !error.stack!.includes('\n'),
    );
  });
});

describe('the check of an answer', () => {
  const properties = (first: boolean, second: boolean) => [
    { that: 'it is positive', holds: first, hint: 'square it' },
    { that: 'it is below 1', holds: second, hint: 'halve it' },
  ];

  test('says right if all properties hold', () => {
    assert.equal(
      shownBy(() => notebook.check('01.3', properties(true, true))),
      '✓ 01.3: right\n',
    );
  });

  test('names the first property that does not, with its hint alone', () => {
    for (const second of [true, false]) {
      assert.equal(
        shownBy(() => notebook.check('01.3', properties(false, second))),
        '✗ 01.3, not yet: it is positive? Hint: square it\n',
      );
    }
    assert.match(
      shownBy(() => notebook.check('01.3', properties(true, false))),
      /it is below 1\? Hint: halve it/,
    );
  });

  test('refuses to check nothing', () => {
    assert.throws(() => notebook.check('01.3', []), /check 01\.3: there is no property to check/);
  });
});
