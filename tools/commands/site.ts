/** `npm run site [-- --out FOLDER]`: reports, in all languages, the library's reference and the documents, as a folder for any static host. */
import { mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { convert } from '../report/convert.ts';
import { indexPage, type Report } from '../report/index-page.ts';
import { findNotebooks, readNotebook, type Notebook } from '../report/notebook.ts';
import { displayed, title } from '../report/outputs.ts';
import { provenanceOf, provenanceOfSaved, withProvenance } from '../report/provenance.ts';
import { checkSettings } from '../report/settings.ts';
import { replace } from '../setup/files.mjs';
import { project } from '../setup/project.mjs';
import { UserError } from '../setup/user-error.mjs';
import { writeReference } from '../site/api.ts';
import { languages, translatedNotebooks } from '../translate/catalogue.ts';
import { inLanguage } from '../translate/in-language.ts';
import { documentPage, headingOf, lessonPage, sitePages, type Pages } from '../site/documents.ts';

const { root } = project();

try {
  const site = outOf(process.argv.slice(2));
  await replace(site, write);
  console.log(`→ ${relative('', site)}`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function outOf(args: string[]): string {
  try {
    const { values } = parseArgs({ args, options: { out: { type: 'string', default: join(root, 'site') } } });
    return resolve(process.env['INIT_CWD'] ?? '', values.out);
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0]}: npm run site -- [--out FOLDER]`);
  }
}

async function write(folder: string): Promise<void> {
  // What was never executed has nothing to show.
  const lessons = findNotebooks(join(root, 'notebooks'), [])
    .map((file) => ({ name: file.name, notebook: withSource(file.name, readNotebook(file)) }))
    .filter(({ notebook }) => displayed(notebook).length > 0);
  const translations = lessons.flatMap(translationsOf);
  const all = [...lessons, ...translations];
  const pages = sitePages(
    root,
    all.map(({ name }) => name),
  );
  const beside = translations.map(({ name, notebook }) => ({
    title: title(notebook) ?? name,
    address: `${name}.html`,
  }));
  await put(indexPage(lessons, [...beside, ...documentsOf(pages)]), '', 'index.html', folder);
  for (const { name, notebook } of all)
    await put(lessonPage(notebook, name, pages), 'notebooks', `${name}.html`, folder);
  for (const [path, address] of pages)
    if (path.endsWith('.md')) await put(documentPage(root, path, pages), dirname(path), address, folder);
  console.log('  api');
  await writeReference(root, join(folder, 'api'));
}

/** A lesson in each language that it is translated into. */
function translationsOf({ name, notebook }: Report): Report[] {
  const into = languages(root).filter((language) => translatedNotebooks(root, language).includes(name));
  return into.map((language) => inLanguage(root, name, notebook, language));
}

/** A notebook that says of which run its outputs are. */
function withSource(name: string, notebook: Notebook): Notebook {
  const saved = () => provenanceOfSaved(checkSettings(name, notebook, {}));
  return withProvenance(notebook, provenanceOf(notebook) ?? saved());
}

/** What the index leads to beside the reports. */
function documentsOf(pages: Pages) {
  const documents = [...pages].filter(([path]) => path.endsWith('.md'));
  return [
    { title: 'gan-lib: the reference', address: 'api/index.html' },
    ...documents.map(([path, address]) => ({ title: headingOf(root, path), address })),
  ];
}

/** @param source the folder of what the page is made of, whose pictures go into it */
async function put(notebook: Notebook, source: string, address: string, folder: string): Promise<void> {
  console.log(`  ${address}`);
  const output = join(folder, address);
  mkdirSync(dirname(output), { recursive: true });
  await convert(notebook, { name: address.replace(/\.html$/, ''), folder: join(root, source) }, output);
}
