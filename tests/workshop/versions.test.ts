/** A lesson's versions: what is in them, and what is not. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Cell, Notebook } from '../../tools/report/notebook.ts';
import { stubComplaint } from '../../tools/workshop/blanks.ts';
import { exercisesOf, hasTag } from '../../tools/workshop/exercises.ts';
import { leaks } from '../../tools/workshop/leaks.ts';
import { makeVersions } from '../../tools/workshop/python.ts';
import { code, markdown, notebook } from '../report/notebooks.ts';
import { lessons } from './lessons.ts';

const tagged = (cell: Cell, ...tags: string[]): Cell => ({ ...cell, metadata: { ...cell.metadata, tags } });

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>a curve to aim at</text></svg>';
const drawn = {
  ...tagged(code('const secretAnswer = 6 * 7;\nconst shown = draw(secretAnswer);'), 'solution'),
  outputs: [{ output_type: 'display_data' as const, data: { 'image/svg+xml': SVG }, ...{ metadata: {} } }],
};
const small = notebook(
  markdown('# A lesson'),
  { ...code('const given = 1;'), outputs: [{ output_type: 'stream', name: 'stdout', text: 'saved output' }] },
  {
    ...markdown('**Exercise 99.1.** How much is it?'),
    metadata: { tags: ['exercise'], gan: { id: '99.1', minutes: [2, 4] } },
  },
  tagged(
    code("const secretAnswer = notebook.todo('99.1'); // …\nconst shown = draw(secretAnswer);"),
    'answer',
    'raises-exception',
  ),
  drawn,
  tagged(code("notebook.check('99.1', []);"), 'check'),
  tagged(markdown('Six times seven is what they wanted.'), 'explanation'),
  tagged(markdown('Usual mistake: 54.\nAsk for the factors.'), 'instructor'),
);
const withMore = (...cells: Cell[]): Notebook => ({ ...small, cells: [...small.cells, ...cells] });

const read = (text: string): Notebook & { text: string } => ({ ...(JSON.parse(text) as Notebook), text });
const [made, repeating, ...ofLessons] = await makeVersions([
  small,
  withMore(code('const secretAnswer = 6 * 7;')),
  ...lessons.map(({ lesson }) => lesson),
]);
const student = read(made!.student);
const sources = ({ cells }: Notebook): string =>
  cells.map(({ source }) => [source].flat().join('')).join('\n');

suite('the version', () => {
  test('for students has the stub, the picture to aim at, minutes, and nothing that solves it', () => {
    const { text, cells } = student;
    for (const told of ['6 * 7', 'Six times', 'Usual', 'saved output']) assert.ok(!text.includes(told), told);
    const kinds = ['exercise', 'answer', 'check', 'target'].map(
      (tag) => cells.filter((cell) => hasTag(cell, tag)).length,
    );
    assert.deepEqual(kinds, [1, 1, 1, 1]);
    assert.match(text, /2 to 4 minutes/);
    const { attachments } = cells.find((cell) => hasTag(cell, 'target')) as unknown as {
      attachments: Record<string, Record<string, string>>;
    };
    const picture = [attachments['target-1.svg']!['image/svg+xml']!].flat().join('');
    assert.equal(Buffer.from(picture, 'base64').toString('utf8'), SVG);
  });

  test('with solutions has these and their explanations, no stub, and the outputs that were saved', () => {
    const of = read(made!.solution);
    assert.match(sources(of), /6 \* 7[^]*Six times/);
    assert.doesNotMatch(sources(of), /todo|Usual/);
    assert.match(of.text, /saved output/);
  });

  test('for teachers has everything, and says what is for them', () => {
    const of = read(made!.teacher);
    assert.match(sources(of), /todo[^]*6 \* 7[^]*Six times/);
    assert.match(sources(of), /> \*\*For the teacher\.\*\* Usual mistake: 54\.\n> Ask/);
  });

  test('for nbgrader has its delimiters around what is blank, and a point for each check', () => {
    const of = read(made!.nbgrader);
    const wanted =
      "// const secretAnswer = notebook.todo('99.1'); // …\n" +
      '// BEGIN SOLUTION\nconst secretAnswer = 6 * 7;\n// END SOLUTION\nconst shown = draw(secretAnswer);';
    assert.equal(sourceOf(of, 'solution'), wanted);
    const grading = of.cells.map(({ metadata }) => (metadata as { nbgrader?: object }).nbgrader);
    const fields = { locked: false, task: false, schema_version: 3 };
    assert.deepEqual(grading.filter(Boolean), [
      { ...fields, grade: false, solution: true, grade_id: '99-1' },
      { ...fields, grade: true, solution: false, locked: true, grade_id: '99-1-check', points: 1 },
    ]);
  });
});

function sourceOf({ cells }: Notebook, tag: string): string {
  return [cells.find((cell) => hasTag(cell, tag))!.source].flat().join('');
}

suite('a leak is found', () => {
  const secret = 'const secretAnswer = 6 * 7;';
  const hiding: Record<string, (student: Notebook) => Notebook> = {
    'in a cell': (of) => ({ ...of, cells: [...of.cells, code(secret)] }),
    'in a cell whose text is a list of lines': (of) => ({
      ...of,
      cells: [...of.cells, { ...code(''), source: ['// see\n', secret] as unknown as string }],
    }),
    'in an output': (of) => ({
      ...of,
      cells: [...of.cells, { ...code(''), outputs: [{ output_type: 'stream', text: `> ${secret}` }] }],
    }),
    'in the metadata': (of) => ({ ...of, metadata: { ...of.metadata, draft: { of: [secret, 1] } } }),
    'in the name of something': (of) => ({ ...of, metadata: { ...of.metadata, [secret]: true } }),
    'in an attachment': (of) => ({
      ...of,
      cells: [
        ...of.cells,
        {
          ...markdown(''),
          ...{
            attachments: {
              'a.svg': { 'image/svg+xml': Buffer.from(`<!-- ${secret} -->`).toString('base64') },
            },
          },
        },
      ],
    }),
    'of an explanation': (of) => ({
      ...of,
      cells: [...of.cells, markdown('Six times seven is what they wanted.')],
    }),
  };
  for (const [where, hide] of Object.entries(hiding)) {
    test(where, () => {
      assert.deepEqual(leaks(small, student), []);
      assert.equal(leaks(small, hide(student)).length, 1);
    });
  }

  test('and not the beginning of a line that the stub goes on with', () => {
    const longer = small.cells.map((cell) =>
      hasTag(cell, 'solution') ? { ...cell, source: 'const secretAnswer =\n  6 * 7;' } : cell,
    );
    assert.deepEqual(leaks({ ...small, cells: longer }, student), []);
  });

  test('and not what the lesson itself says', () => {
    const lesson = withMore(code('const secretAnswer = 6 * 7;'));
    assert.deepEqual(leaks(lesson, read(repeating!.student)), []);
  });
});

suite('a stub', () => {
  const complaint = (answer: string, solution: string): string | undefined =>
    stubComplaint({ id: '99.1', minutes: [1, 2], answer, solution, explanation: '', instructor: '' });

  test('may differ from its solution in blanks, comments, space, and what a blank needs', () => {
    const stub = "type T = number;\nconst a: T = notebook.todo('99.1'); // how?\nconst b = a;";
    for (const solution of [
      'type T = number; const a: T = 4;\nconst b = a;',
      'type T = number;\n/** Twice. */\nconst twice = (x: T) => 2 * x;\nconst a: T = twice(\n  2,\n);\nconst b = a;',
    ])
      assert.equal(complaint(stub, solution), undefined);
    assert.equal(
      complaint(
        "function f(x) {\n  return notebook.todo('99.1');\n}",
        'function f(x) {\n  return x; // itself\n}',
      ),
      undefined,
    );
  });

  test('may not in anything else', () => {
    const stub = "const a: number = notebook.todo('99.1');\nconst b = a;";
    for (const solution of [
      'const a: string = 4;\nconst b = a;',
      'const a: number = 4;\nconst b = a + 1;',
      'const a: number = 4;',
      'const a: number = 4;\nconst c = 1;\nconst b = a;',
      'const a: number = 4;\nconst b = a;\nconst c = 1;',
    ])
      assert.match(complaint(stub, solution) ?? '', /99\.1 differs/, solution);
    assert.match(complaint('const a = 4;', 'const a = 4;') ?? '', /has no notebook\.todo/);
    assert.match(
      complaint("const a = notebook.todo('99.2');", 'const a = 4;') ?? '',
      /has no notebook\.todo/,
    );
  });
});

test('an exercise that lacks a cell is named', () => {
  const lacks = { ...small, cells: small.cells.filter((cell) => !hasTag(cell, 'check')) };
  assert.throws(() => exercisesOf(lacks), /exercise 99\.1 has 0 cells "check"/);
});

for (const [i, { file, lesson }] of lessons.entries()) {
  suite(file.name, () => {
    test('has stubs that equal their solutions but for the blanks', () => {
      assert.deepEqual(
        exercisesOf(lesson).flatMap((exercise) => stubComplaint(exercise) ?? []),
        [],
      );
    });

    test('tells students no line of a solution', () => {
      assert.deepEqual(leaks(lesson, read(ofLessons[i]!.student)), []);
    });
  });
}
