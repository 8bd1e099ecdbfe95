/**
 * `node compiler.ts FOLDER` compiles the library in FOLDER, and bundles what of it goes into pages, and prints the complaints,
 * one a line.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { bundlePage } from './bundle.ts';
import { replaceFile } from '../setup/files.mjs';

const [folder = '.'] = process.argv.slice(2);
const format: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => folder,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

const system: ts.System = {
  ...ts.sys,
  writeFile(path, contents) {
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(path, contents);
  },
};

const complaints: ts.Diagnostic[] = [];
/** Complaints of the bundler. */
let bundled = '';
const config = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.json'), undefined, {
  ...system,
  onUnRecoverableConfigFileDiagnostic: (diagnostic) => complaints.push(diagnostic),
});
if (config) {
  const { options, fileNames: rootNames, errors: configFileParsingDiagnostics } = config;
  const host = ts.createIncrementalCompilerHost(options, system);
  const program = ts.createIncrementalProgram({ rootNames, options, configFileParsingDiagnostics, host });
  complaints.push(
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSemanticDiagnostics(),
  );
  const bundle = complaints.length === 0 ? bundlePage(folder) : undefined;
  bundled = bundle?.complaints ?? '';
  if (bundled === '') {
    // With `noEmitOnError` this writes nothing but the state of the compilation if there are complaints.
    complaints.push(...program.emit().diagnostics);
    if (bundle && complaints.length === 0)
      system.writeFile(join(folder, 'dist', 'page', 'library.js'), bundle.code);
  }
}
process.stdout.write(ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(complaints), format) + bundled);
