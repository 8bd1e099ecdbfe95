/** `npm run mutants [-- part of a fault's name …]`: puts faults into the kernels, one at a time, and looks which the tests miss. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, buildFolder } from '../kernels/build.ts';
import { FAULTS, type Fault } from '../kernels/faults.ts';
import { kernelTests, runTests } from '../kernels/run-tests.ts';
import { project } from '../setup/project.mjs';

/** What every kind of kernels shares: a fault there needs no other kind compiled. */
const COMMON = ['addon.cc', 'threads.cc', 'processors.cc'];

/** Compiled as fast as it goes; only the kind that a fault is put into is compiled again. */
const OPTIONS = ['-O1'];

const ORIGINAL = join(project().root, 'lib', 'src', 'ops', 'kernels');
const CHANGED = buildFolder('sources');

const parts = process.argv.slice(2);
const chosen = FAULTS.filter(({ what }) => parts.length === 0 || parts.some((part) => what.includes(part)));

copy();
const original = await build('original', { options: OPTIONS });
const kind = process.env['GAN_KERNELS'] ?? bestKind();
const broken = kernelTests().find((file) => !run(file, original).passed);
if (broken !== undefined) {
  console.error(`mutants: ${broken} fails without any fault.`);
  process.exit(2);
}

const missed: Fault[] = [];
for (const fault of chosen) {
  const found = await findsFault(fault);
  if (found === undefined) missed.push(fault);
  console.log(`${fault.file}: ${fault.what}: ${found ?? 'MISSED'}`);
}
console.log(`${chosen.length - missed.length} of ${chosen.length} faults are found.`);
process.exitCode = missed.length > 1 ? 1 : 0;

/** Which file of tests fails with it. */
async function findsFault(fault: Fault): Promise<string | undefined> {
  copy(fault);
  cpSync(buildFolder('original'), buildFolder('changed'), { recursive: true });
  const variants = COMMON.includes(fault.file) ? [] : [kind];
  const file = await build('changed', { sources: CHANGED, options: OPTIONS, variants });
  const isFirst = (test: string) => basename(test, '.test.ts') === fault.by;
  const tests = kernelTests().sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  return tests.find((test) => !run(test, file).passed);
}

function run(test: string, kernels: string) {
  return runTests(test, kernels, { GAN_KERNELS_SOURCES: CHANGED }, 3);
}

/** The sources, with a fault. */
function copy(fault?: Fault): void {
  rmSync(CHANGED, { recursive: true, force: true });
  cpSync(ORIGINAL, CHANGED, { recursive: true });
  if (!fault) return;
  const file = join(CHANGED, fault.file);
  const [before, after, ...more] = readFileSync(file, 'utf8').split(fault.text);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`mutants: ${fault.file} must have this once: ${fault.text}`);
  }
  writeFileSync(file, before + fault.instead + after);
}

/** The kind of kernels that this processor runs unless told otherwise. */
function bestKind(): string {
  const kernels = { exports: '' };
  process.dlopen(kernels, original);
  return kernels.exports;
}
