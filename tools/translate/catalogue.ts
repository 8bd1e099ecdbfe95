/** Translations as gettext keeps them: a PO file for each notebook in `notebooks/translations/<language>/`. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { po, type GetTextTranslation, type GetTextTranslations } from 'gettext-parser';
import { replaceFile } from '../setup/files.mjs';
import { UserError } from '../setup/user-error.mjs';

/** A text to translate. */
export interface Message {
  /** The cell that it stands in, by id; of a word of the page, nothing. */
  readonly context: string;
  /** English. */
  readonly text: string;
}

export interface Entry extends Message {
  /** Empty where there is none. */
  readonly translation: string;
  /** It is of another text, which was much like this one. */
  readonly fuzzy: boolean;
  /** That other text. */
  readonly previous?: string;
  /** What translators tell each other. */
  readonly note?: string;
}

export interface Catalogue {
  readonly headers: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
  /** Translations of what is no longer there. */
  readonly obsolete: readonly Entry[];
}

const FOLDER = join('notebooks', 'translations');

/** Where the words of the page itself are translated. */
export const PAGE = 'page';

/** @returns the languages that something is translated into */
export function languages(root: string): string[] {
  const folder = join(root, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** @returns the names of the notebooks that are translated into a language */
export function translatedNotebooks(root: string, language: string): string[] {
  return readdirSync(join(root, FOLDER, language))
    .filter((file) => file.endsWith('.po'))
    .map((file) => file.slice(0, -'.po'.length))
    .filter((name) => name !== PAGE)
    .sort();
}

/** Where a catalogue is, from the root of the project. */
export const catalogueFile = (language: string, name: string): string => join(FOLDER, language, `${name}.po`);

/** @throws UserError in one line, if the file is none of gettext's */
export function readCatalogue(root: string, language: string, name: string): Catalogue | undefined {
  const file = catalogueFile(language, name);
  if (!existsSync(join(root, file))) return undefined;
  try {
    const { headers, translations, obsolete } = po.parse(readFileSync(join(root, file)), {
      defaultCharset: 'utf-8',
      validation: true,
    }) as Partial<GetTextTranslations>;
    if (headers === undefined) throw new Error('it does not begin with a header');
    return { headers, entries: entriesOf(translations), obsolete: entriesOf(obsolete) };
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new UserError(`${file} is no PO file that can be read: ${line}`);
  }
}

export function writeCatalogue(root: string, language: string, name: string, catalogue: Catalogue): void {
  const file = join(root, catalogueFile(language, name));
  mkdirSync(dirname(file), { recursive: true });
  const table: GetTextTranslations = {
    charset: 'utf-8',
    headers: { ...catalogue.headers, Language: language, 'Content-Type': 'text/plain; charset=utf-8' },
    translations: tableOf(catalogue.entries),
    obsolete: tableOf(catalogue.obsolete),
  };
  // An object puts names that are numbers first, and the id of a cell may be one.
  const order = new Map([...catalogue.entries, ...catalogue.obsolete].map((entry, i) => [keyOf(entry), i]));
  const place = ({ msgctxt = '', msgid }: GetTextTranslation) =>
    order.get(keyOf({ context: msgctxt, text: msgid })) ?? 0;
  replaceFile(file, po.compile(table, { sort: (a, b) => place(a) - place(b) }));
}

/** What tells messages apart. */
export const keyOf = ({ context, text }: Message): string => `${context}\0${text}`;

type Table = GetTextTranslations['translations'];

function entriesOf(table: Table = {}): Entry[] {
  const all = Object.values(table).flatMap((context) => Object.values(context));
  return all.filter(({ msgid }) => msgid !== '').map(entryOf);
}

function entryOf({ msgctxt = '', msgid, msgstr, comments = {} }: GetTextTranslation): Entry {
  const { flag = '', previous, translator } = comments;
  return {
    context: msgctxt,
    text: msgid,
    translation: msgstr[0] ?? '',
    fuzzy: /\bfuzzy\b/.test(flag),
    ...(previous !== undefined && { previous: unquoted(previous) }),
    ...(translator !== undefined && { note: translator }),
  };
}

function tableOf(entries: readonly Entry[]): Table {
  const table: Table = {};
  for (const { context, text, translation, fuzzy, previous, note } of entries) {
    (table[context] ??= {})[text] = {
      ...(context && { msgctxt: context }),
      msgid: text,
      msgstr: [translation],
      comments: {
        ...(fuzzy && { flag: 'fuzzy' }),
        ...(previous !== undefined && { previous: `msgid ${JSON.stringify(previous)}` }),
        ...(note !== undefined && { translator: note }),
      },
    };
  }
  return table;
}

/** A previous text as gettext's tools write it: `msgid "…"`, in several lines perhaps. */
function unquoted(comment: string): string {
  const strings = [...comment.matchAll(/^(?:msgid )?(".*")$/gm)].map(([, quoted]) => quoted!);
  return strings.map((quoted) => JSON.parse(quoted) as string).join('');
}
