/** `npm run report [-- 01 02 …] [--set name=value …] [--out FOLDER]`: executes notebooks and writes each as HTML. */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileLibrary } from '../kernel/library.ts';
import { convert } from '../report/convert.ts';
import { CellError, execute } from '../report/execute.ts';
import { findNotebooks, readNotebook, type NotebookFile } from '../report/notebook.ts';
import { reportOptions, type ReportOptions } from '../report/options.ts';
import { failureText, progressLines } from '../report/progress.ts';
import { checkSettings } from '../report/settings.ts';
import { Problem } from '../setup/problem.mjs';
import { project } from '../setup/project.mjs';

const { root } = project();
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupt.abort());

try {
  const options = reportOptions(process.argv.slice(2), process.env, root);
  const files = findNotebooks(join(root, 'notebooks'), options.notebooks);
  prepare(files, options);
  for (const file of files) await report(file, options);
} catch (error) {
  if (interrupt.signal.aborted) {
    console.error('\nInterrupted.');
    process.exitCode = 130;
  } else if (error instanceof Problem) {
    console.error(error.message);
    process.exitCode = 2;
  } else throw error;
}

/** Everything that can be found wrong before anything is executed. */
function prepare(files: readonly NotebookFile[], { overrides, out }: ReportOptions): void {
  const complaints = compileLibrary();
  if (complaints !== '') throw new Problem(`lib does not compile:\n${complaints}`);
  for (const file of files) checkSettings(file.name, readNotebook(file), overrides);
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new Problem(`--out ${out} cannot be a folder: ${(error as Error).message}`);
  }
}

/** Executes a notebook and writes its report, or says which cell failed. */
async function report({ name, folder }: NotebookFile, { overrides, out }: ReportOptions): Promise<void> {
  const notebook = readNotebook({ name, folder });
  console.log(name);
  try {
    const progress = progressLines(notebook, (text) => process.stdout.write(text));
    const executed = await execute(notebook, { folder, overrides, progress, signal: interrupt.signal });
    const output = join(out, `${name}.html`);
    await convert(executed, name, output);
    console.log(`  → ${relative('', output)}`);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    console.error(failureText(name, notebook, error.cell, error.message));
    process.exitCode = 1;
  }
}
