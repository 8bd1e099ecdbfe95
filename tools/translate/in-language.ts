/** Notebooks in the languages that there are. */
import type { Notebook } from '../report/notebook.ts';
import { UserError } from '../setup/user-error.mjs';
import { languages, PAGE, readCatalogue, translatedNotebooks } from './catalogue.ts';
import { translated, type Translation } from './translated.ts';

/** @throws UserError that lists the languages there are, if this is none of them */
export function checkLanguage(root: string, language: string): void {
  const all = languages(root);
  if (!all.includes(language))
    throw new UserError(
      `There is no translation into "${language}"; there are: ${all.join(', ') || 'none'}.`,
    );
}

export interface InLanguage {
  /** "00-start-here.zh" */
  readonly name: string;
  readonly notebook: Notebook;
  /** A line on how much of it is translated; nothing about English. */
  readonly says?: string;
}

/**
 * A notebook in a language as far as it is translated, under a name that says so; as it is where there is no translation.
 *
 * @param language undefined for English
 * @throws UserError in one line, if a file of that language is no good
 */
export function inLanguage(
  root: string,
  name: string,
  notebook: Notebook,
  language: string | undefined,
): InLanguage {
  if (language === undefined) return { name, notebook };
  const translation = readTranslation(root, language, name);
  const all = translatedNotebooks(root, language).join(', ');
  if (!translation) return { name, notebook, says: `stays in English; in ${language} there is: ${all}` };
  const { notebook: turned, paragraphs, english } = translated(notebook, translation);
  return {
    name: `${name}.${language}`,
    notebook: turned,
    says: `${paragraphs - english} of ${paragraphs} paragraphs in ${language}${english > 0 ? ', the others in English' : ''}`,
  };
}

function readTranslation(root: string, language: string, name: string): Translation | undefined {
  const catalogue = readCatalogue(root, language, name);
  if (!catalogue) return undefined;
  const words = readCatalogue(root, language, PAGE)?.entries ?? [];
  const known = words.filter(({ translation, fuzzy }) => translation !== '' && !fuzzy);
  return {
    language,
    name,
    entries: catalogue.entries,
    words: Object.fromEntries(known.map(({ text, translation }) => [text, translation])),
    others: translatedNotebooks(root, language),
  };
}
