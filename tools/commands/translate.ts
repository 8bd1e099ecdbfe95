/**
 * `npm run translate -- 00 --lang zh`: brings the PO file of a notebook in a language up to date with its English, or begins one;
 * without a name those of all notebooks that are translated.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findNotebooks, readNotebook } from '../report/notebook.ts';
import { project } from '../setup/project.mjs';
import { UserError } from '../setup/user-error.mjs';
import {
  catalogueFile,
  languages,
  PAGE,
  readCatalogue,
  translatedNotebooks,
  writeCatalogue,
  type Message,
} from '../translate/catalogue.ts';
import { merged } from '../translate/merge.ts';
import { messagesOf, translated } from '../translate/translated.ts';
import { pageMessages } from '../translate/words.ts';

const USAGE = 'npm run translate -- [00 01 …] --lang zh';

const { root, templates } = project();

try {
  const { language, names } = options(process.argv.slice(2));
  const known = languages(root).includes(language) ? translatedNotebooks(root, language) : [];
  const wanted = names.length > 0 ? names : known;
  if (wanted.length === 0)
    throw new UserError(`nothing is translated into ${language} yet; name a notebook: ${USAGE}`);
  for (const file of findNotebooks(join(root, 'notebooks'), wanted)) {
    const notebook = readNotebook(file);
    const { entries } = update(language, file.name, messagesOf(notebook));
    translated(notebook, { language, name: file.name, entries, words: {}, others: [] });
  }
  update(language, PAGE, pageMessages(templates));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function options(args: string[]): { language: string; names: string[] } {
  if (process.env['npm_config_lang'] !== undefined)
    throw new UserError(`npm kept an option for itself; options go after a --: ${USAGE}`);
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { lang: { type: 'string' } },
      allowPositionals: true,
    });
    const language = values.lang ?? '';
    if (!isLanguage(language))
      throw new Error(`--lang "${language}" is no code of a language, as zh or pt-BR`);
    return { language, names: positionals };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0]}: ${USAGE}`);
  }
}

/** Whether it is a tag of BCP 47 as it is usually written, and so the name of a folder too. */
function isLanguage(code: string): boolean {
  try {
    return Intl.getCanonicalLocales(code)[0] === code;
  } catch {
    return false;
  }
}

/** Brings one catalogue up to date, and says what is left to do. */
function update(language: string, name: string, messages: readonly Message[]) {
  const before = readCatalogue(root, language, name) ?? { headers: {}, entries: [], obsolete: [] };
  const now = merged(messages, before);
  writeCatalogue(root, language, name, now);
  const fuzzy = now.entries.filter((entry) => entry.fuzzy).length;
  const missing = now.entries.filter(({ translation }) => translation === '').length;
  console.log(
    `${catalogueFile(language, name)}: ${now.entries.length - fuzzy - missing} of ${now.entries.length} translated, ` +
      `${fuzzy} fuzzy, ${missing} missing, ${now.obsolete.length} obsolete`,
  );
  return now;
}
