/** A notebook in another language: its prose out of a catalogue, its code and outputs as they are. */
import type { Cell, Notebook } from '../report/notebook.ts';
import { quotes, withNumbersBefore, withoutNumbers } from '../report/prose.ts';
import { UserError } from '../setup/user-error.mjs';
import { catalogueFile, keyOf, type Entry, type Message } from './catalogue.ts';
import { escape } from '../report/page.ts';
import { mapParagraphs, messageOf } from './paragraphs.ts';
import { LEFT_IN_ENGLISH } from './words.ts';

/** Everything that a language has for a notebook. */
export interface Translation {
  /** "zh" */
  readonly language: string;
  /** The notebook's name. */
  readonly name: string;
  readonly entries: readonly Entry[];
  /** The words of the page, English to translated. */
  readonly words: Readonly<Record<string, string>>;
  /** Names of the notebooks that are translated too, to which links may lead. */
  readonly others: readonly string[];
}

export interface Translated {
  /** Its metadata tell the template the language and the words of the page. */
  readonly notebook: Notebook;
  readonly paragraphs: number;
  /** How many of them there is no translation of. */
  readonly english: number;
}

/** A notebook's paragraphs in their order, each with its cell. */
export function messagesOf({ cells }: Notebook): Message[] {
  return cells.filter(isProse).flatMap(({ source, id = '' }) => {
    const found: Message[] = [];
    mapParagraphs(source, (paragraph) => {
      found.push({ context: id, text: messageOf(paragraph) });
      return paragraph;
    });
    return found;
  });
}

/**
 * The notebook with its prose translated, as far as it goes: what has no translation, or one of an older text, stays in
 * English and is marked.
 *
 * @throws UserError if the catalogue is of another notebook, or a translation does not quote the numbers that the English does
 */
export function translated(notebook: Notebook, translation: Translation): Translated {
  const { language, words, others } = translation;
  checkIsOf(notebook, translation);
  const known = new Map(
    translation.entries
      .filter((entry) => entry.translation !== '' && !entry.fuzzy)
      .map((entry) => [keyOf(entry), entry.translation]),
  );
  let [paragraphs, english] = [0, 0];
  const turned = (cell: Cell): string =>
    mapParagraphs(cell.source, (paragraph) => {
      paragraphs++;
      const found = known.get(keyOf({ context: cell.id ?? '', text: messageOf(paragraph) }));
      if (found !== undefined) return linked(withNumbersOf(found, paragraph, translation), language, others);
      english++;
      return marked(paragraph, translation);
    });
  const cells = notebook.cells.map((cell) => (isProse(cell) ? { ...cell, source: turned(cell) } : cell));
  const metadata = { ...notebook.metadata, translation: { language, words } };
  return { notebook: { ...notebook, cells, metadata }, paragraphs, english };
}

const isProse = ({ cell_type }: Cell): boolean => cell_type === 'markdown';

function checkIsOf({ cells }: Notebook, { language, name, entries }: Translation): void {
  const ids = new Set(cells.map(({ id }) => id));
  if (entries.length > 0 && !entries.some(({ context }) => ids.has(context)))
    throw new UserError(
      `${catalogueFile(language, name)} is of another notebook: none of its cells is in ${name}`,
    );
}

/** A translation with the numbers that the English has now. */
function withNumbersOf(text: string, paragraph: string, { language, name }: Translation): string {
  const bare = withoutNumbers(text);
  const numbers = quotes(paragraph);
  const names = (of: string): string =>
    quotes(of)
      .map(({ comment }) => comment)
      .sort()
      .join(' ');
  if (names(bare) !== names(paragraph))
    throw new UserError(
      `${catalogueFile(language, name)}: a translation must quote ${names(paragraph) || 'no number'}, and this one quotes ` +
        `${names(bare) || 'none'}: ${text.slice(0, 60).replaceAll('\n', ' ')}…`,
    );
  return withNumbersBefore(bare, (comment) => {
    const place = numbers.findIndex((quoted) => quoted.comment === comment);
    return numbers.splice(place, 1)[0]!.number;
  });
}

/** Text whose links to notebooks that are translated too lead to their translations. */
function linked(text: string, language: string, others: readonly string[]): string {
  return text.replaceAll(
    /(\]\([^()\s:]*?)([\w-]+)(\.ipynb)/g,
    (link, before: string, name: string, end: string) =>
      others.includes(name) ? `${before}${name}.${language}${end}` : link,
  );
}

/** A paragraph in English, and before it a word on why; a page's title can only be itself. */
function marked(paragraph: string, { language, words }: Translation): string {
  if (paragraph.startsWith('# ')) return paragraph;
  const why = words[LEFT_IN_ENGLISH];
  const note = why === undefined ? LEFT_IN_ENGLISH : `<span lang="${language}">${escape(why)}</span>`;
  return `<p class="untranslated" lang="en">${note}</p>\n\n${paragraph}`;
}
