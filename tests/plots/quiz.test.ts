/** Questions and predictions, answered in a report. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { notebook as room, plots } from 'gan-lib';
import type { Locator, Page } from 'playwright-core';
import { html } from '../../tools/report/page.ts';
import { markdown, notebook } from '../report/notebooks.ts';
import { opened, type Opened } from '../report/showcase.ts';
import { skipWithoutBrowser } from './browser.ts';

const questions: Parameters<typeof plots.quiz>[0] = [
  {
    type: 'multiple_choice',
    question: 'Is a < b?',
    answers: [
      { answer: '"yes" & so on', correct: true, feedback: 'It <is>.' },
      { answer: 'no', correct: false, feedback: 'Look again.' },
    ],
  },
  {
    type: 'many_choice',
    question: 'Which are even?',
    answers: [
      { answer: '2', correct: true },
      { answer: '3', correct: false, feedback: 'Divide it.' },
      { answer: '4', correct: true },
    ],
  },
  {
    type: 'numeric',
    question: 'How much is 2 log 2?',
    precision: 4,
    answers: [
      { type: 'value', value: 0.6931, feedback: 'That is log 2.' },
      { type: 'range', range: [1.38, 1.39], correct: true, feedback: 'In nats.' },
      { type: 'default', feedback: 'Twice 0.69.' },
    ],
  },
];

suite('in a report', skipWithoutBrowser, () => {
  let report: Opened;
  let page: Page;
  const card = (nth: number): Locator => page.locator('.gan-quiz li').nth(nth);
  const says = async (nth: number, text: string): Promise<void> => {
    await card(nth).locator('[role=status]', { hasText: text }).waitFor({ timeout: 10_000 });
  };

  before(async () => {
    const chart = plots.bars(['a', 'b'], [1, 2], { x: 'which', y: 'how high' });
    const predicted = await plots.prediction('Which is higher?', ['a', 'b'], chart);
    report = await opened(
      notebook(
        markdown('# Quiz'),
        html(plots.quiz(questions, { title: 'Before' }).html),
        html(predicted.html),
      ),
    );
    page = report.page;
  });
  after(() => report[Symbol.asyncDispose]());

  test('one choice is right, the other is not, and each says why', async () => {
    await card(0).getByRole('button', { name: 'no' }).click();
    await says(0, '✗ Not yet. Look again.');
    await card(0).getByRole('button', { name: '"yes" & so on' }).click();
    await says(0, '✓ Right. It <is>.');
    assert.equal(await card(0).locator('[aria-pressed=true]').count(), 1);
  });

  test('several choices are right together alone', async () => {
    for (const [name, text] of [
      ['2', '✓'],
      ['3', '✗ Divide it.'],
      ['4', '✓'],
      ['3', '✓ Right: these and no others.'],
    ] as const) {
      await card(1).getByRole('button', { name }).click();
      await says(1, text);
    }
  });

  test('a number is right within its range, in either spelling', async () => {
    for (const [typed, text] of [
      ['0.693147', '✗ Not yet. That is log 2.'],
      ['7', '✗ Not yet. Twice'],
      ['x', '? Type a number.'],
      ['1,386', '✓ Right. In nats.'],
    ] as const) {
      await card(2).locator('input').fill(typed);
      await card(2).getByRole('button').click();
      await says(2, text);
    }
  });

  test('a chart is hidden until somebody has predicted it', async () => {
    const image = page.locator('.gan-prediction img');
    assert.equal(await image.isVisible(), false);
    await page.locator('.gan-prediction').getByRole('button', { name: 'b' }).click();
    await image.waitFor({ timeout: 10_000 });
    assert.deepEqual([report.errors, report.foreign], [[], []]);
  });
});

suite('quiz', () => {
  test('has its questions as text, for where no page is shown', () => {
    const { text } = plots.quiz(room.questions('01'), { title: 'Before' });
    assert.match(text, /^Before\n1\. What does a trained generator/);
  });

  test('refuses to ask nothing, and a prediction of one choice', async () => {
    assert.throws(() => plots.quiz([]), /quiz: there is no question/);
    await assert.rejects(plots.prediction('?', ['a'], plots.quiz(questions)), /two choices/);
  });
});
