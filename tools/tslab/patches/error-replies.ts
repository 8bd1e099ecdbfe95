/**
 * Failures that pass for successes. After an error tslab answers `abort` for every cell that comes within 200 ms,
 * even one that was sent in full knowledge of the error, and Jupyter's tools take this unknown word for `ok`; and the
 * error itself is only text. Here an error is Jupyter's: an `error` output with name, message and traceback; cells
 * that were already waiting are `aborted`, unless the front end asked to go on (`stop_on_error: false`).
 */
import { setTimeout } from 'node:timers/promises';
import { format, inspect } from 'node:util';
import type { ExecuteReply, Tslab } from './tslab.ts';

/** Milliseconds in which the cells arrive that were sent before an error. */
const ARRIVAL = 20;

export function errorReplies({ jupyter: { JupyterHandlerImpl }, executor }: Tslab): void {
  const { createExecutor } = executor;
  executor.createExecutor = (root, converters, console) => {
    let reports: unknown[][] = [];
    const inner = createExecutor(root, converters, {
      ...console,
      error: (...report: unknown[]) => reports.push(report),
    });
    const execute = async (code: string): Promise<boolean> => {
      reports = [];
      if (!(await inner.execute(code))) throw new CellFailure(reports);
      for (const [first, ...rest] of reports) console.error(first, ...rest);
      return true;
    };
    return { ...inner, execute };
  };

  let last: Promise<unknown> = Promise.resolve();
  let failures = 0;
  JupyterHandlerImpl.prototype.handleExecute = function (request, write, display) {
    const failuresBefore = failures;
    const execute = async (): Promise<ExecuteReply> => {
      if (failures > failuresBefore) return { status: 'aborted' };
      try {
        const { count } = await this.handleExecuteImpl(request, write, display);
        return { status: 'ok', execution_count: count };
      } catch (error) {
        const description = describe(error);
        request.publish('error', description);
        if (request.stop_on_error !== false) {
          await setTimeout(ARRIVAL);
          failures += 1;
        }
        return { status: 'error', execution_count: this.execCount, ...description };
      }
    };
    const reply = last.then(execute);
    last = reply;
    return reply;
  };
}

/** A cell that failed, with the calls of `console.error` by which tslab reports it. */
class CellFailure extends Error {
  readonly reports: readonly (readonly unknown[])[];

  constructor(reports: readonly (readonly unknown[])[]) {
    super();
    this.reports = reports;
  }
}

/** The content of Jupyter's error message. */
interface Description {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

function describe(failure: unknown): Description {
  const reports = failure instanceof CellFailure ? failure.reports : [[failure]];
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
