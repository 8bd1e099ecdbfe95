/** Answers to what a front end asks beside executing cells: pure functions of what is asked. */
import { completeness, type Completeness } from './completeness.ts';
import { toIndex, toPoints } from './cursor.ts';
import { PROTOCOL } from './messages.ts';
import type { Executor, Tslab } from './tslab.ts';

interface CodeRequest {
  readonly code: string;
  /** In code points. */
  readonly cursor_pos: number;
}

export function kernelInfo({ version, ts }: Tslab) {
  return {
    status: 'ok',
    protocol_version: PROTOCOL,
    implementation: 'tslab',
    implementation_version: version,
    language_info: {
      name: 'typescript',
      version: ts.version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      // JupyterLab looks up a mode of its editor by this.
      codemirror_mode: 'typescript',
    },
    banner: `TypeScript ${ts.version} in Node.js ${process.version}, run by tslab ${version}`,
    debugger: false,
    help_links: [],
  };
}

export function complete(executor: Executor, { code, cursor_pos }: CodeRequest) {
  const { start, end, candidates } = executor.complete(code, toIndex(code, cursor_pos));
  return {
    status: 'ok',
    matches: candidates,
    cursor_start: toPoints(code, start),
    cursor_end: toPoints(code, end),
    metadata: {},
  };
}

export function inspect(executor: Executor, { describe, ts }: Tslab, { code, cursor_pos }: CodeRequest) {
  const info = executor.inspect(code, toIndex(code, cursor_pos));
  const text = info ? describe(info) : '';
  // What TypeScript says of a name that it does not know.
  const found = text !== '' && !(info?.kind === ts.ScriptElementKind.unknown && text === 'any');
  return { status: 'ok', found, data: found ? { 'text/plain': text } : {}, metadata: {} };
}

export const isComplete = ({ ts }: Tslab, { code }: { readonly code: string }): Completeness =>
  completeness(ts, code);
