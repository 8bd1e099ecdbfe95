/** What `npm test` prints: each test as it ends, each failure in full, and the tally. */
import { relative } from 'node:path';
import type { EventData, run } from 'node:test';
import { inspect, styleText } from 'node:util';

export interface Tally {
  passed: number;
  /** Names. */
  readonly failed: string[];
  /** Names, each with the reason. */
  readonly skipped: string[];
}

/**
 * Follows a run of test files, one file at a time (`concurrency: 1`).
 *
 * @param events what `run()` of node:test gives
 * @param files the files that are run
 * @param root what their names are relative to
 */
export async function report(
  events: ReturnType<typeof run>,
  files: readonly string[],
  root: string,
  write: (text: string) => void,
): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: [], skipped: [] };
  let file = new FileRun('');

  events.on('test:dequeue', (test) => {
    if (files.includes(test.name)) {
      file = new FileRun(relative(root, test.name));
      write(`\n${file.name}\n`);
    } else {
      file.begin(test);
    }
  });
  events.on('test:stdout', ({ message }) => (file.output += message));
  events.on('test:stderr', ({ message }) => (file.output += message));
  events.on('test:diagnostic', ({ message, file: about }) => (file.output += about ? `${message}\n` : ''));
  events.on('test:complete', (test) => {
    if (files.includes(test.name)) {
      const failure = file.failure(test);
      if (failure) fail(file.name, failure);
      if (file.failures > 0 && file.output) write(`${indent(`Output of ${file.name}:\n${file.output}`)}\n`);
      write(`  ${styleText('dim', `the file took ${duration(test.details.duration_ms)}`)}\n`);
    } else if (file.counts(test)) {
      settle(test);
    }
  });
  for await (const _ of events);
  return tally;

  function settle({ testId, skip, todo, details }: EventData.TestComplete) {
    const name = file.names.get(testId) ?? '';
    const full = `${file.name}: ${name}`;
    if (skip !== undefined || todo !== undefined) {
      const reason = typeof (skip ?? todo) === 'string' ? ` (${skip ?? todo})` : '';
      tally.skipped.push(full + reason);
      write(`  ${styleText('yellow', '–')} ${name}${reason}\n`);
    } else if (details.passed) {
      tally.passed += 1;
      write(`  ${styleText('green', '✔')} ${name} (${duration(details.duration_ms)})\n`);
    } else {
      fail(name, cause(details.error));
    }
  }

  function fail(name: string, message: string) {
    file.failures += 1;
    tally.failed.push(name === file.name ? name : `${file.name}: ${name}`);
    write(`  ${styleText('red', '✖')} ${name}\n${indent(message)}\n`);
  }
}

/**
 * The last lines of a run: which tests did not pass, and how many of each kind there were.
 */
export function summary({ passed, failed, skipped }: Tally): string {
  const counts = `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
  return [
    '',
    ...skipped.map((name) => `Skipped: ${name}`),
    ...failed.map((name) => `Failed: ${name}`),
    counts,
  ].join('\n');
}

/** What is remembered of a file until it has ended. */
class FileRun {
  readonly name: string;
  output = '';
  tests = 0;
  failures = 0;
  /** Each test's name, after those of the tests and suites around it. */
  readonly names = new Map<number, string>();
  /** Tests that hold others. */
  readonly #parents = new Set<number | undefined>();

  constructor(name: string) {
    this.name = name;
  }

  begin({ testId, parentId, name }: EventData.TestDequeue) {
    const around = parentId === undefined ? undefined : this.names.get(parentId);
    this.names.set(testId, around === undefined ? name : `${around}: ${name}`);
  }

  /** A test counts, unless it only holds others that do; what fails by itself counts always. */
  counts({ testId, parentId, details }: EventData.TestComplete): boolean {
    this.#parents.add(parentId);
    this.tests += 1;
    if (!details.passed && failureType(details.error) !== 'subtestsFailed') return true;
    return details.type !== 'suite' && !this.#parents.has(testId);
  }

  /** Why the file as a whole failed, if none of its tests says so. */
  failure({ details }: EventData.TestComplete): string | undefined {
    if (!details.passed && this.failures === 0) return ending(details.error);
    return this.tests === 0 && details.passed ? 'It holds no test.' : undefined;
  }
}

const failureType = (error: unknown) => (error as { failureType?: string } | undefined)?.failureType;

/** What a test threw, out of what node:test wraps it in. */
function cause(error: Error | undefined): string {
  const thrown = error?.cause ?? error;
  if (!(thrown instanceof Error && thrown.stack)) return inspect(thrown);
  return thrown.cause === undefined ? thrown.stack : `${thrown.stack}\nCaused by: ${inspect(thrown.cause)}`;
}

/** How the process of a file ended. */
function ending(error: Error | undefined): string {
  const { exitCode, signal } = error as { exitCode?: number | null; signal?: string | null };
  if (signal) return `It was ended by ${signal}.`;
  return typeof exitCode === 'number' ? `It ended with exit code ${exitCode}.` : cause(error);
}

const indent = (text: string) => text.trimEnd().replace(/^/gm, '    ');

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
