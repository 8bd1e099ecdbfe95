/**
 * `npm run report [-- 01 02 …]`: executes notebooks and writes each as HTML, with the executed notebook beside it.
 * `npm run report -- 00 --lang zh`: writes it in another language, as far as it is translated.
 * `npm run report -- --compare RUN RUN`: writes two runs of a notebook as one page.
 */
import { mkdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { compileLibrary } from '../tslab/library.ts';
import { indexPage, type Report } from '../report/index-page.ts';
import { comparison, readRun } from '../report/compare.ts';
import { convert } from '../report/convert.ts';
import { CellError, execute } from '../report/execute.ts';
import { provenanceOfRun, provenanceOfSaved, withProvenance } from '../report/provenance.ts';
import { findNotebooks, readNotebook, type Notebook, type NotebookFile } from '../report/notebook.ts';
import { reportOptions, type ReportOptions } from '../report/options.ts';
import { failureText, progressLines } from '../report/progress.ts';
import { withNumbers } from '../report/prose.ts';
import { save } from '../report/saved.ts';
import { withoutShipping, withShipping } from '../report/shipping.ts';
import { updateReadme } from '../readme/update.ts';
import { checkSettings } from '../report/settings.ts';
import { replaceFile } from '../setup/files.mjs';
import { UserError } from '../setup/user-error.mjs';
import { project } from '../setup/project.mjs';
import { checkLanguage, inLanguage } from '../translate/in-language.ts';

const { root } = project();
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupt.abort());

try {
  const options = reportOptions(process.argv.slice(2), process.env, root);
  if (options.compare) await writeComparison(options.compare, options.out);
  else await writeReports(options);
} catch (error) {
  if (interrupt.signal.aborted) {
    console.error('\nInterrupted.');
    process.exitCode = 130;
  } else if (error instanceof UserError || (error instanceof Error && 'syscall' in error)) {
    console.error(error.message);
    process.exitCode = 2;
  } else throw error;
}

async function writeReports(options: ReportOptions): Promise<void> {
  const files = findNotebooks(join(root, 'notebooks'), options.notebooks);
  prepare(files, options);
  const written: Report[] = [];
  for (const file of files) {
    const done = await report(file, options);
    if (done) written.push(done);
  }
  if (options.save) await updateReadme(root);
  const index = options.language === undefined ? 'index' : `index.${options.language}`;
  if (options.all) await write(indexPage(written), { name: index, folder: options.out }, options.out);
}

/** Everything that can be found wrong before anything is executed. */
function prepare(files: readonly NotebookFile[], { overrides, out, language }: ReportOptions): void {
  if (language !== undefined) checkLanguage(root, language);
  const complaints = compileLibrary();
  if (complaints !== '') throw new UserError(`lib does not compile:\n${complaints}`);
  for (const file of files) {
    const notebook = readNotebook(file);
    checkSettings(file.name, notebook, overrides);
    inLanguage(root, file.name, notebook, language);
  }
  makeFolder(out);
}

/** Executes a notebook, or takes it as it was saved, and writes its report; or says which cell failed. */
async function report(file: NotebookFile, options: ReportOptions): Promise<Report | undefined> {
  console.log(file.name);
  const notebook = readNotebook(file);
  try {
    const done = options.execute ? await run(file, notebook, options) : saved(file, notebook);
    const executed = options.save ? withNumbers(done) : done;
    if (options.save) save(file, executed);
    const { says, ...shown } = inLanguage(root, file.name, executed, options.language);
    if (says !== undefined) console.log(`  ${says}`);
    replaceFile(join(options.out, `${shown.name}.ipynb`), JSON.stringify(shown.notebook, null, 1));
    await write(shown.notebook, { ...file, name: shown.name }, options.out);
    return shown;
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    console.error(failureText(file.name, notebook, error.cell, error.message));
    process.exitCode = 1;
    return undefined;
  }
}

async function run(
  file: NotebookFile,
  notebook: Notebook,
  { overrides, save: alone }: ReportOptions,
): Promise<Notebook> {
  const judged = checkSettings(file.name, notebook, overrides);
  const whole = alone ? withShipping(notebook, file.name) : notebook;
  const progress = progressLines(whole, (text) => process.stdout.write(text));
  const start = performance.now();
  const { folder } = file;
  const executed = await execute(whole, { folder, overrides, alone, progress, signal: interrupt.signal });
  return withProvenance(
    withoutShipping(executed),
    provenanceOfRun(judged, (performance.now() - start) / 1000),
  );
}

function saved(file: NotebookFile, notebook: Notebook): Notebook {
  return withProvenance(notebook, provenanceOfSaved(checkSettings(file.name, notebook, {})));
}

async function writeComparison(paths: readonly [string, string], out: string): Promise<void> {
  const [before, after] = [readRun(paths[0]), readRun(paths[1])];
  const page = await comparison(before, after);
  makeFolder(out);
  const names = [...new Set(paths.map((path) => basename(path).replace(/\.\w+$/, '')))];
  await write(page, { name: `${names.join('-')}-compared`, folder: out }, out);
}

async function write(notebook: Notebook, file: NotebookFile, out: string): Promise<void> {
  const output = join(out, `${file.name}.html`);
  await convert(notebook, file, output);
  console.log(`  → ${relative('', output)}`);
}

function makeFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new UserError(`--out ${out} cannot be a folder: ${(error as Error).message}`);
  }
}
