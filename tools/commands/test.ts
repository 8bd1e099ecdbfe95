/**
 * `npm test [-- part of a file's path …]`: every test, or those of the files whose path contains one of the parts.
 * `npm run test:faults` runs instead those that take long because they inject each fault, see docs/trust.md.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { report, summary } from '../../tests/reporter.ts';
import { project } from '../setup/project.mjs';

const { root } = project();
const faults = process.argv.includes('--faults');
const parts = process.argv.slice(2).filter((argument) => argument !== '--faults');

const all = globSync(`tests/**/*.${faults ? 'faults' : 'test'}.ts`, { cwd: root }).sort();
const files = all.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
if (files.length === 0) {
  console.error(`No test file has ${parts.join(' or ')} in its path: there are ${all.join(', ')}.`);
  process.exit(2);
}

const paths = files.map((file) => join(root, file));
// One file at a time: TensorFlow takes all cores, and some tests measure time.
const events = run({
  files: paths,
  concurrency: 1,
  timeout: (faults ? 120 : 15) * 60_000,
  execArgv: process.execArgv,
  cwd: root,
});
const tally = await report(events, paths, root, (text) => process.stdout.write(text));
console.log(summary(tally));
process.exitCode = tally.failed.length > 0 || tally.passed === 0 ? 1 : 0;
