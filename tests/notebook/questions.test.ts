/** Questions on the lesson before: those that are there, and what is refused. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { notebook } from 'gan-lib';
import { project } from '../../tools/setup/project.mjs';

const names = readdirSync(join(project().root, 'data', 'quizzes')).map((file) => file.replace('.json', ''));

suite('questions', () => {
  for (const name of names) {
    test(`${name}: three, and a word to whoever is wrong`, () => {
      const questions = notebook.questions(name);
      assert.equal(questions.length, 3);
      for (const { answers } of questions) {
        for (const { feedback } of answers) assert.ok(feedback && feedback.length > 10, feedback);
      }
    });
  }

  test('that cannot be asked are refused in one line', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'gan questions '));
    t.after(() => rmSync(folder, { recursive: true }));
    const refused = (question: object, pattern: RegExp): void => {
      writeFileSync(join(folder, 'bad.json'), JSON.stringify([question]));
      assert.throws(() => notebook.questions('bad', folder), pattern);
    };
    const answers = [{ answer: 'a', correct: true }];
    refused({ type: 'essay', question: 'Why?', answers }, /bad: question 1 has the unknown type "essay"/);
    refused({ type: 'many_choice', question: '', answers }, /asks nothing/);
    refused(
      { type: 'many_choice', question: 'Which?', answers: [{ answer: 'a', correct: false }] },
      /no right answer/,
    );
    refused(
      { type: 'multiple_choice', question: 'Which?', answers: [...answers, ...answers] },
      /has 2 right answers/,
    );
    assert.throws(() => notebook.questions('99', folder), /no questions "99"; there are those of bad/);
  });
});
