/** `node compiler.ts FOLDER` compiles the TypeScript project in FOLDER and prints the complaints, one a line. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { replaceFile } from './replace-file.ts';

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
  // With `noEmitOnError` this writes nothing but the state of the compilation if there are complaints.
  const { diagnostics } = program.emit();
  complaints.push(...diagnostics);
}
process.stdout.write(ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(complaints), format));
