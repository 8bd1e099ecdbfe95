/** Lessons in another language: what is translated, what stays, and what becomes of it when the English changes. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { findNotebooks, readNotebook, type Cell } from '../../tools/report/notebook.ts';
import { quotes } from '../../tools/report/prose.ts';
import { project } from '../../tools/setup/project.mjs';
import { UserError } from '../../tools/setup/user-error.mjs';
import {
  catalogueFile,
  languages,
  PAGE,
  readCatalogue,
  translatedNotebooks,
  writeCatalogue,
  type Entry,
} from '../../tools/translate/catalogue.ts';
import { inLanguage } from '../../tools/translate/in-language.ts';
import { merged } from '../../tools/translate/merge.ts';
import { mapParagraphs, messageOf } from '../../tools/translate/paragraphs.ts';
import { messagesOf, translated } from '../../tools/translate/translated.ts';
import { pageMessages } from '../../tools/translate/words.ts';
import { code, markdown, notebook } from '../report/notebooks.ts';
import { temporaryFolder } from '../setup/temporary.ts';

const { root, templates } = project();
const folder = join(root, 'notebooks');

/** Whether an error is one that is shown to the user, in one line. */
const refusal = (says: RegExp) => (error: unknown) => error instanceof UserError && says.test(error.message);

const paragraphsOf = (source: string): string[] => {
  const found: string[] = [];
  mapParagraphs(source, (paragraph) => {
    found.push(paragraph);
    return paragraph;
  });
  return found;
};

suite('paragraphs', () => {
  const examples: [what: string, source: string, paragraphs: string[]][] = [
    ['stand between blank lines', 'One\ntwo.\n\n\nThree.\n', ['One\ntwo.', 'Three.']],
    ['are not code', 'Before:\n\n```ts\nconst a = 1;\n\nconst b = 2;\n```\n\nAfter.', ['Before:', 'After.']],
    ['are not an equation', 'Before:\n\n$$\na\n\n= b$$\n\nAfter.', ['Before:', 'After.']],
    ['may have an equation', 'Let $$a\n\n= b$$ be\n\nAfter.', ['Let $$a\n\n= b$$ be', 'After.']],
    ['have words', 'One.\n\n---\n\n<!-- a comment -->\n\n$x$\n\nTwo.', ['One.', 'Two.']],
  ];
  for (const [what, source, paragraphs] of examples)
    test(what, () => {
      assert.deepEqual(paragraphsOf(source), paragraphs);
      const all = paragraphs.reduce((text, paragraph) => text.replace(paragraph, '·'), source);
      assert.equal(
        mapParagraphs(source, () => '·'),
        all,
      );
    });

  test('are messages: prose in one line, all else as it stands, numbers only by name', () => {
    assert.equal(
      messageOf('It is −1.5<!--a*100--> %\nand 2.'),
      'It is <!--a*100--> %\nand 2.'.replace('\n', ' '),
    );
    for (const lines of ['| a | b |\n|---|---|', '- one\n- two', '# A heading\ntext', 'broken  \nhere'])
      assert.equal(messageOf(lines), lines);
  });

  test('of every lesson make up the lesson again', () => {
    for (const file of findNotebooks(folder, []))
      for (const { source } of readNotebook(file).cells)
        assert.equal(
          mapParagraphs(source, (paragraph) => paragraph),
          source,
        );
  });
});

const entry = (context: string, text: string, translation: string): Entry => ({
  context,
  text,
  translation,
  fuzzy: false,
});

suite('when the English changes', () => {
  const before = {
    headers: {},
    entries: [
      entry('a', 'A generator draws digits that nobody wrote.', 'Eins.'),
      entry('b', 'The second stays.', 'Zwei.'),
      entry('b', 'The third is dropped.', 'Drei.'),
      entry('b', 'This one has no translation.', ''),
    ],
    obsolete: [],
  };
  const changed = 'A generator draws many digits that nobody wrote.';
  const messages = [
    { context: 'a', text: changed },
    { context: 'c', text: 'The second stays.' },
    { context: 'c', text: 'Nothing is like that.' },
  ];
  const now = merged(messages, before);

  test('a paragraph that is changed keeps its translation, fuzzy; one that moves keeps it as it is', () => {
    assert.deepEqual(now.entries, [
      { ...entry('a', changed, 'Eins.'), fuzzy: true, previous: before.entries[0]!.text },
      entry('c', 'The second stays.', 'Zwei.'),
      entry('c', 'Nothing is like that.', ''),
    ]);
  });

  test('what is gone is obsolete, and comes back when it does', () => {
    assert.deepEqual(
      now.obsolete.map(({ translation }) => translation),
      ['Drei.'],
    );
    const back = merged([{ context: 'b', text: 'The third is dropped.' }], now);
    assert.deepEqual(back.entries, [before.entries[2]]);
  });

  test('nothing happens twice', () => assert.deepEqual(merged(messages, now), now));
});

suite('a catalogue', () => {
  function written(t: TestContext, text: string): string {
    const place = temporaryFolder(t);
    mkdirSync(join(place, 'notebooks', 'translations', 'de'), { recursive: true });
    writeFileSync(join(place, catalogueFile('de', 'one')), text);
    return place;
  }

  test('that is written is what is read again, in its order, whatever the ids of cells', (t) => {
    const place = temporaryFolder(t);
    const catalogue = {
      headers: { Language: 'de', 'Content-Type': 'text/plain; charset=utf-8' },
      entries: [
        entry('z', '| a |\n|---|\n| "b" \\ |', '| ä |'),
        {
          ...entry('12345678', 'Two\\', 'Zwei'),
          fuzzy: true,
          previous: 'One "or" \\ two',
          note: 'Better: 2',
        },
        entry('a', 'Three', ''),
      ],
      obsolete: [entry('b', 'Gone', 'Weg')],
    };
    writeCatalogue(place, 'de', 'one', catalogue);
    const again = readCatalogue(place, 'de', 'one')!;
    writeCatalogue(place, 'de', 'two', again);
    assert.deepEqual(sorted(again.entries), sorted(catalogue.entries));
    assert.deepEqual(again.obsolete, catalogue.obsolete);
    assert.deepEqual([languages(place), translatedNotebooks(place, 'de')], [['de'], ['one', 'two']]);
  });

  const sorted = (entries: readonly Entry[]) => [...entries].sort((a, b) => (a.context < b.context ? -1 : 1));

  const broken: [what: string, text: string, says: RegExp][] = [
    ['of another format', '{"zh": "text"}', /Invalid key name "{"/],
    [
      'that breaks off',
      'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "a"\nmsgstr "b',
      /within string at line 5/,
    ],
    ['without a header', '', /it does not begin with a header/],
    [
      'with one message twice',
      'msgid ""\nmsgstr "Language: de\\n"\n' + '\nmsgid "a"\nmsgstr "b"\n'.repeat(2),
      /Dupl/,
    ],
  ];
  for (const [what, text, says] of broken)
    test(`${what} is refused in one line that names it`, (t) => {
      const place = written(t, text);
      assert.throws(
        () => readCatalogue(place, 'de', 'one'),
        refusal(
          new RegExp(`^notebooks/translations/de/one.po is no PO file that can be read: .*${says.source}.*$`),
        ),
      );
    });
});

suite('a translated notebook', () => {
  const cell = (id: string, source: string): Cell => ({ ...markdown(source), id });
  const english = notebook(
    cell('a', '# One\n\nFirst 1.5<!--x-->, then\n2<!--y-->.'),
    code('// One\nconst first = 1;'),
    cell('b', 'As it is.\n\n[The next](two.ipynb), [another](three.ipynb).'),
  );
  const known = [
    entry('a', '# One', '# Eins'),
    entry('a', 'First <!--x-->, then <!--y-->.', 'Vor <!--y--> kommt 9.9<!--x-->.'),
    entry('b', '[The next](two.ipynb), [another](three.ipynb).', '[Zwei](two.ipynb), [drei](three.ipynb).'),
  ];
  const words = { 'Not translated yet, or changed since': 'Noch <nicht>' };
  const all = { language: 'de', name: 'one', entries: known, words, others: ['one', 'two'] };
  const { notebook: german, paragraphs, english: left } = translated(english, all);

  test('has its own numbers in the order of the translation, and the code as it is', () => {
    assert.equal(german.cells[0]!.source, '# Eins\n\nVor 2<!--y--> kommt 1.5<!--x-->.');
    assert.equal(german.cells[1], english.cells[1]);
  });

  test('leaves what has no translation in English, marked', () => {
    assert.deepEqual([paragraphs, left], [4, 1]);
    assert.match(
      german.cells[2]!.source,
      /^<p class="untranslated" lang="en"><span lang="de">Noch &#60;nicht&#62;<\/span><\/p>\n\nAs it is\.\n\n\[/,
    );
  });

  test('leads to translations of other lessons, where there are', () =>
    assert.match(german.cells[2]!.source, /\[Zwei\]\(two\.de\.ipynb\), \[drei\]\(three\.ipynb\)\.$/));

  test('takes no fuzzy translation', () => {
    const fuzzy = known.map((one) => ({ ...one, fuzzy: true }));
    assert.equal(translated(english, { ...all, entries: fuzzy }).english, 4);
  });

  test('a catalogue of another notebook, or one that loses a number, is refused in one line', () => {
    const other = known.map((one) => ({ ...one, context: 'elsewhere' }));
    assert.throws(
      () => translated(english, { ...all, entries: other }),
      refusal(/^notebooks\/translations\/de\/one\.po is of another notebook: none of its cells is in one$/),
    );
    const lost = known.map((one) => ({ ...one, translation: one.translation.replace('<!--y-->', '') }));
    assert.throws(
      () => translated(english, { ...all, entries: lost }),
      refusal(/must quote <!--x--> <!--y-->, and this one quotes <!--x-->: Vor {2}kommt/),
    );
  });
});

test('the page asks for words, and all of them are in its catalogue', () => {
  const asked = pageMessages(templates).map(({ text }) => text);
  for (const word of ['Contents', 'executed', 'Hide code', 'Solution']) assert.ok(asked.includes(word), word);
  for (const language of languages(root))
    assert.deepEqual(
      readCatalogue(root, language, PAGE)!.entries.map(({ text }) => text),
      asked,
      `npm run translate -- --lang ${language}`,
    );
});

for (const language of languages(root))
  for (const file of findNotebooks(folder, translatedNotebooks(root, language)))
    suite(`${file.name} in ${language}`, () => {
      const lesson = readNotebook(file);

      test('has code, outputs and metadata byte for byte, and the same numbers in its prose', () => {
        const { notebook: turned } = inLanguage(root, file.name, lesson, language);
        const codeOf = (cells: readonly Cell[]) =>
          JSON.stringify(cells.filter((one) => one.cell_type !== 'markdown'));
        assert.equal(codeOf(turned.cells), codeOf(lesson.cells));
        lesson.cells.forEach((before, i) => {
          const { source, ...rest } = turned.cells[i]!;
          assert.deepEqual({ ...rest, source: before.source }, before);
          const numbers = (text: string) =>
            quotes(text)
              .map(({ number, comment }) => number + comment)
              .sort();
          assert.deepEqual(numbers(source), numbers(before.source));
        });
      });

      test('begins with its title in that language, and another run changes only its numbers', () => {
        const { notebook: turned } = inLanguage(root, file.name, lesson, language);
        assert.notEqual(turned.cells[0]!.source, lesson.cells[0]!.source);
        const again = (text: string) => text.replaceAll(/[-−]?\d[\d,]*(?:\.\d+)?(?=<!--)/g, '7');
        const cells = lesson.cells.map((one) => ({ ...one, source: again(one.source) }));
        const { says } = inLanguage(root, file.name, { ...lesson, cells }, language);
        assert.equal(says, inLanguage(root, file.name, lesson, language).says);
        assert.equal(messagesOf({ ...lesson, cells }).length, messagesOf(lesson).length);
      });
    });
