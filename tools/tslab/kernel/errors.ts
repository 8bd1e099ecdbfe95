/** What a cell's failure looks like in Jupyter: a name, a message and a traceback. */
import { format, inspect } from 'node:util';

export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** @param reports the calls of `console.error` by which tslab reports that a cell failed */
export function describe(reports: readonly (readonly unknown[])[]): Failure {
  // The compiler's complaints come as a format and its arguments, what a cell throws comes by itself.
  const complaints = reports
    .filter((report) => report.length > 1)
    .map(([text, ...values]) => format(text, ...values));
  if (complaints[0] !== undefined)
    return { ename: 'TypeScript', evalue: complaints[0], traceback: complaints };
  const thrown = reports[0]?.[0];
  if (!(thrown instanceof Error))
    return { ename: 'Thrown', evalue: inspect(thrown), traceback: [inspect(thrown)] };
  return { ename: thrown.name, evalue: thrown.message, traceback: traceback(thrown) };
}

/** An error without the frames that lie below every cell, and without line numbers of code that no one has seen. */
function traceback(error: Error): string[] {
  return inspect(error)
    .split('\n')
    .filter((line) => !/^\s+at .*(node:|[\\/]tslab[\\/]dist[\\/]|[\\/]tools[\\/]tslab[\\/])/.test(line))
    .map((line) => line.replace(/evalmachine\.<anonymous>(:\d+)*/, 'cell'))
    .filter((line) => !/^(\s+at )?cell$/.test(line));
}
