import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { notebook } from 'gan-lib';
import { shownInNotebook } from '../in-notebook.ts';

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
      (error: Error) => error.message.startsWith('01.3: not solved yet') && !error.stack!.includes('\n'),
    );
  });
});

describe('a blank in a cell', () => {
  test('is told without a path: a kernel adds where errors were thrown', () => {
    const cell = () => runInNewContext("blank('01.3')", { blank: notebook.todo });
    assert.throws(cell, (error: Error) => /^Exercise 01\.3: not solved yet.*$/.test(error.stack!));
    const other = () => runInNewContext('blank()', { blank: () => raise() });
    assert.throws(other, (error: Error) => error.stack!.includes('exercise.test.ts'));
  });
});

function raise(): never {
  throw new Error('an error like any other');
}

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

  test('shows hints one within the other, as text that is no HTML', () => {
    const hint = ['is a < b?', 'then swap them'];
    const [shown] = shownInNotebook(() =>
      notebook.check('01.3', [{ that: 'it is sorted', holds: false, hint }]),
    );
    assert.equal(shown!['text/plain'], '✗ 01.3, not yet: it is sorted? Hint: is a < b?');
    const folds =
      /<details><summary>Hint<.summary><p>is a &#60; b\?<.p><details><summary>Another hint<.summary><p>then swap/;
    assert.match(String(shown!['text/html']), folds);
  });

  test('throws what is missing where answers are graded', (t) => {
    process.env['GAN_GRADE'] = '1';
    t.after(() => delete process.env['GAN_GRADE']);
    assert.throws(
      () => notebook.check('01.3', properties(true, false)),
      /^Error: ✗ 01\.3, not yet: it is below 1/,
    );
    assert.equal(
      shownBy(() => notebook.check('01.3', properties(true, true))),
      '✓ 01.3: right\n',
    );
  });

  test('refuses to check nothing', () => {
    assert.throws(() => notebook.check('01.3', []), /check 01\.3: there is no property to check/);
  });
});
