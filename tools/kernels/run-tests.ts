import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { project } from '../setup/project.mjs';

/** Files of tests that go through the kernels, in an order in which most faults are found early. */
export function kernelTests(): string[] {
  const first = ['machine', 'dense', 'convolution', 'normalisation', 'optimisers', 'kernels'];
  const place = (file: string) => {
    const found = first.indexOf(basename(file, '.test.ts'));
    return found < 0 ? first.length : found;
  };
  return globSync('tests/ops/*.test.ts', { cwd: project().root }).sort((a, b) => place(a) - place(b));
}

/**
 * Tests that other kernels than the project's are not asked for: those on other backends, and of memory in use, which a
 * sanitizer needs for itself.
 */
const SKIPPED = ['/, cpu/', '/memory does not grow/'];

export interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

/** Runs a file of tests with these kernels, in this environment, for so many minutes at most. */
export function runTests(
  file: string,
  kernels: string,
  environment: Readonly<Record<string, string>> = {},
  minutes = 10,
): Outcome {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, '--test', ...SKIPPED.map((pattern) => `--test-skip-pattern=${pattern}`), file],
    {
      cwd: project().root,
      encoding: 'utf8',
      env: { ...process.env, ...environment, GAN_KERNELS_FILE: kernels },
      maxBuffer: 2 ** 28,
      timeout: minutes * 60_000,
      killSignal: 'SIGKILL',
    },
  );
  return { passed: status === 0, output: `${stdout}${stderr}` };
}
