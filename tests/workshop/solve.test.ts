/** Whether solutions solve, told by executing them in the real kernel. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Cell } from '../../tools/report/notebook.ts';
import { project } from '../../tools/setup/project.mjs';
import { makeVersions } from '../../tools/workshop/python.ts';
import { solve } from '../../tools/workshop/solve.ts';
import { code, configuration, markdown, notebook } from '../report/notebooks.ts';

const file = { name: '99-lesson', folder: join(project().root, 'notebooks') };

function exercise(id: string, solution: string): Cell[] {
  const answer = `const a${id.slice(-1)}: number = notebook.todo('${id}');`;
  const check = `notebook.check('${id}', [{ that: 'it is 42', holds: a${id.slice(-1)} === 42, hint: '6 · 7' }]);`;
  return [
    { ...markdown('How much is it?'), metadata: { tags: ['exercise'], gan: { id, minutes: [1, 2] } } },
    code(answer, 'answer', 'raises-exception'),
    code(solution, 'solution'),
    code(check, 'check'),
    { ...markdown('Six times seven.'), metadata: { tags: ['explanation'] } },
    { ...markdown('Usual mistake: 54.'), metadata: { tags: ['instructor'] } },
  ];
}
const lessonWith = (...solutions: string[]) =>
  notebook(
    code("import { notebook } from 'gan-lib';"),
    configuration,
    ...solutions.flatMap((solution, i) => exercise(`99.${i + 1}`, solution)),
  );

test('solutions that are right are, a wrong one and one that fails are named', async () => {
  const lessons = [
    lessonWith('const a1: number = 6 * 7;'),
    lessonWith('const a1: number = 6 * 7;', 'const a2: number = settings.steps;'),
    lessonWith('const a1: number = missing;'),
  ];
  const made = await makeVersions(lessons);
  const said: (string | undefined)[] = [];
  for (const [i, lesson] of lessons.entries()) said.push(await solve(file, lesson, made[i]!.solution));
  const [right, wrong, failing] = said;
  assert.equal(right, undefined);
  assert.equal(wrong, 'not right: 99.2');
  assert.match(failing!, /^cell 4 fails: .*missing/s);
});
