/** Executes cells, one after the other, and says how each of them ended. */
import { setTimeout } from 'node:timers/promises';
import { format } from 'node:util';
import { compileLibrary } from '../library.ts';
import { describe, type Failure } from './errors.ts';
import { History } from './history.ts';
import { streams, type Stream, type Streams } from './streams.ts';
import type { Executor, Tslab } from './tslab.ts';
import { forms } from './values.ts';

export interface ExecuteRequest {
  readonly code: string;
  /** Nothing is published, numbered or remembered. */
  readonly silent?: boolean;
  readonly store_history?: boolean;
  /** Whether an error aborts the cells that wait; so by default. */
  readonly stop_on_error?: boolean;
}

export type ExecuteReply =
  | {
      readonly status: 'ok';
      readonly execution_count: number;
      readonly payload: [];
      readonly user_expressions: object;
    }
  | ({ readonly status: 'error'; readonly execution_count: number } & Failure)
  | { readonly status: 'aborted' };

/** Sends a message about a cell to all front ends. */
export type Publish = (type: string, content: object) => void;

/** Milliseconds in which the cells arrive that were sent before an error. */
const ARRIVAL = 20;

/** The cell that runs, or ran last: what code in the background puts out belongs to it too. */
interface Cell {
  readonly publish: Publish;
  readonly streams: Streams;
  readonly number: number;
  /** Keeps its result. */
  readonly remember: (result: string) => void;
}

export class Cells {
  readonly executor: Executor;
  readonly history = new History();
  readonly #tslab: Tslab;
  #cell: Cell | undefined;
  #count = 0;
  #failures = 0;
  /** Ends when the last cell that was asked for has ended. */
  #queue: Promise<unknown> = Promise.resolve();
  /** What tslab has said of errors in the cell that runs. */
  #reports: unknown[][] = [];
  /** Why lib does not compile; it is said once. */
  #complaints = compileLibrary();

  constructor(tslab: Tslab) {
    this.#tslab = tslab;
    this.executor = tslab.createExecutor({
      log: (value) => this.#showValue(value),
      error: (...report) => this.#reports.push(report),
    });
  }

  /** @param start is called when it is the cell's turn, to publish that the kernel is busy with it */
  execute(request: ExecuteRequest, publish: Publish, start: () => void): Promise<ExecuteReply> {
    const failures = this.#failures;
    const turn = this.#queue.then(() => {
      start();
      if (this.#failures > failures) return { status: 'aborted' as const };
      return this.#run(request, request.silent ? () => undefined : publish);
    });
    this.#queue = turn;
    return turn;
  }

  async #run(request: ExecuteRequest, publish: Publish): Promise<ExecuteReply> {
    const { code, silent = false, store_history: stored = true, stop_on_error: stops = true } = request;
    const kept = stored && !silent;
    if (kept) this.#count += 1;
    const number = this.#count;
    publish('execute_input', { code, execution_count: number });
    const cell = this.#begin({
      publish,
      number,
      streams: streams((name, text) => publish('stream', { name, text })),
      remember: kept ? this.history.add(number, code) : () => undefined,
    });
    this.#sayComplaints(cell);
    // Showing a value can fail, too.
    const succeeded = await this.executor.execute(code).catch((error: unknown) => {
      this.#reports.push([error]);
      return false;
    });
    const reports = this.#reports;
    if (succeeded) {
      for (const [first, ...rest] of reports) cell.streams.write('stderr', `${format(first, ...rest)}\n`);
      cell.streams.flush();
      return { status: 'ok', execution_count: cell.number, payload: [], user_expressions: {} };
    }
    // Interruptible work that the cell has begun and no longer awaits is told to stop, as ■ would tell it. (An interrupt
    // can even be what failed the cell: at the very end of its first, synchronous stretch.)
    process.emit('SIGINT', 'SIGINT');
    const failure = describe(reports);
    cell.streams.flush();
    publish('error', failure);
    if (stops) {
      await setTimeout(ARRIVAL);
      this.#failures += 1;
    }
    return { status: 'error', execution_count: cell.number, ...failure };
  }

  /** From now on everything that is put out belongs to this cell. */
  #begin(cell: Cell): Cell {
    const { publish } = cell;
    this.#cell?.streams.flush();
    this.#cell = cell;
    this.#reports = [];
    process.stdout.write = writer(cell.streams, 'stdout');
    process.stderr.write = writer(cell.streams, 'stderr');
    this.#tslab.outlet.lastWriteDisplayData = (content, update) => {
      cell.streams.flush();
      publish(update ? 'update_display_data' : 'display_data', content);
    };
    this.#tslab.outlet.lastClearOutput = (wait) => {
      cell.streams.flush();
      publish('clear_output', { wait });
    };
    return cell;
  }

  #showValue(value: unknown): void {
    const data = forms(value);
    if (!this.#cell || Object.keys(data).length === 0) return;
    const { publish, number: execution_count, streams, remember } = this.#cell;
    streams.flush();
    publish('execute_result', { data, metadata: {}, execution_count });
    const text = data['text/plain'];
    if (typeof text === 'string') remember(text);
  }

  #sayComplaints({ streams }: Cell): void {
    if (this.#complaints !== '')
      streams.write(
        'stderr',
        `lib does not compile; this kernel uses its last good build.\n${this.#complaints}`,
      );
    this.#complaints = '';
  }
}

/** Takes the place of a stream's `write`. */
function writer({ write }: Streams, name: Stream): typeof process.stdout.write {
  const decoder = new TextDecoder();
  return (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
    write(name, typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
}
