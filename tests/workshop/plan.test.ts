/** Minutes of lessons, and what fits into how many. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { planText, sessions } from '../../tools/workshop/plan.ts';
import { minutesOf, partsOf } from '../../tools/workshop/times.ts';
import { code, markdown, notebook } from '../report/notebooks.ts';

const tag = (name: string, source = '') => ({ ...code(source), metadata: { tags: [name] } });
const ran = (from: string, to: string) => ({
  ...code('train()'),
  metadata: { execution: { 'iopub.status.busy': from, 'iopub.status.idle': to } },
});
const lesson = notebook(
  markdown(`# One\n\n${'word '.repeat(399)}`),
  ran('2026-03-01T11:59:30.000Z', '2026-03-01T12:01:00.000Z'),
  markdown(`said.\n\n## Two<!-- ${'unseen '.repeat(500)}-->\n\n${'word '.repeat(199)}`),
  ran('2026-03-01T12:01:00.000Z', '2026-03-01T12:01:30.000Z'),
  code('never ran'),
  {
    ...markdown(`**Exercise 99.1 (a proof).** ${'word '.repeat(900)}`),
    metadata: { tags: ['exercise'], gan: { id: '99.1', minutes: [4, 10] } },
  },
  tag('answer', "const a = notebook.todo('99.1');"),
  {
    ...ran('2026-03-01T12:01:30.000Z', '2026-03-01T12:11:30.000Z'),
    metadata: {
      tags: ['solution'],
      execution: { 'iopub.status.busy': '2026-03-01T12:00:00Z', 'iopub.status.idle': '2026-03-01T13:00:00Z' },
    },
  },
  tag('check'),
  tag('explanation'),
  tag('instructor'),
);

test('a lesson takes what its words, its saved run and its exercises take', () => {
  const parts = partsOf(lesson).map((part) => ({ ...part, reading: Number(part.reading.toFixed(3)) }));
  assert.deepEqual(parts, [
    { title: 'One', reading: 2.01, running: 1.5, exercise: [0, 0] },
    { title: 'Two', reading: 1.015, running: 0.5, exercise: [0, 0] },
    { title: 'exercise 99.1', reading: 0, running: 0, exercise: [4, 10] },
  ]);
  assert.equal(minutesOf(parts[2]!), 7);
});

suite('a plan', () => {
  const part = (title: string, reading: number) => ({
    title,
    reading,
    running: 0,
    exercise: [0, 0] as const,
  });
  const parts = [part('a', 60), part('b', 40), part('c', 40), part('d', 50), part('e', 10)];
  const lessons = [{ name: '99-lesson', parts }];

  test('fills sessions in order, and leaves what comes after the first part without a place', () => {
    const { filled, left } = sessions(lessons, 2);
    assert.deepEqual(
      filled.map(({ parts, minutes }) => [parts.map(({ title }) => title), minutes]),
      [
        [['a'], 60],
        [['b', 'c'], 80],
      ],
    );
    assert.deepEqual(left, [
      { lesson: '99', title: 'd' },
      { lesson: '99', title: 'e' },
    ]);
    assert.equal(sessions(lessons, Infinity).filled.length, 3);
    assert.deepEqual(sessions(lessons, Infinity).left, []);
  });

  test('of a part that is longer than a session gives it one', () => {
    const { filled } = sessions([{ name: '99', parts: [part('long', 200), part('b', 1)] }], 5);
    assert.deepEqual(
      filled.map(({ parts }) => parts.map(({ title }) => title)),
      [['long'], ['b']],
    );
  });

  test('says what goes into half a day, a day and a semester', () => {
    const text = planText(lessons);
    assert.match(text, /99-lesson +200 +0\.0 +0–0 +200/);
    assert.match(text, /half a day: 2 sessions of 90 minutes\n.*\n.*\n {2}at home: 99 “d” to “e”/);
    assert.match(text, /a semester: 3 sessions/);
  });
});
