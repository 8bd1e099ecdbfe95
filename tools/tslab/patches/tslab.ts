/** The parts of tslab that the patches change. */
import { createRequire } from 'node:module';
import type * as TypeScript from 'typescript';

export interface Tslab {
  readonly jupyter: {
    lastWriteDisplayData: WriteDisplayData | null;
    readonly JupyterHandlerImpl: { readonly prototype: Handler };
    readonly ZmqServer: { readonly prototype: Server };
  };
  readonly executor: {
    createExecutor(root: string, converters: Converters, console: Console): Executor;
  };
  /** The compiler that tslab brings. */
  readonly ts: typeof TypeScript;
}

/** What turns cells into JavaScript. */
export interface Converters {
  readonly node: {
    /** @param declarations the types of what earlier cells have declared */
    convert(declarations: string, code: string): { readonly diagnostics: readonly unknown[] };
  };
  readonly browser: unknown;
  close(): void;
}

/** Executes cells and answers for them. */
export interface Handler {
  execCount: number;
  handleKernel(): { language_info: Record<string, unknown> };
  handleExecute(
    request: ExecuteRequest,
    write: WriteStream,
    display: WriteDisplayData,
  ): Promise<ExecuteReply>;
  /** Executes one cell. Fails with an object that holds the cell's number if the cell does. */
  handleExecuteImpl(
    request: ExecuteRequest,
    write: WriteStream,
    display: WriteDisplayData,
  ): Promise<{ readonly count: number }>;
}

/** Talks to the front end. */
export interface Server {
  readonly connInfo: { readonly key: string; readonly transport: string; readonly ip: string };
  readonly iopub: Socket;
  bindSocket(socket: Socket, port: number): Promise<void>;
  handleExecute(socket: Socket, message: Message<ExecuteRequest>): Promise<void>;
}

export interface Executor {
  execute(code: string): Promise<boolean>;
}

/** Where an executor writes what a cell's last expression is worth, and what went wrong. */
export interface Console {
  log(value: unknown): void;
  error(first: unknown, ...rest: unknown[]): void;
}

/** A ZeroMQ socket. */
export interface Socket {
  /** Messages that may wait for one subscriber before more are dropped; 0 is any number. */
  sendHighWaterMark: number;
  /** Milliseconds to wait for room; 0 never waits. */
  sendTimeout: number;
  bind(address: string): Promise<void>;
}

export interface Message<Content = unknown> {
  readonly header: { msg_type: string };
  content: Content;
  createReply(): Message;
  signAndSend(key: string, socket: Socket): void;
}

export interface ExecuteRequest {
  /** Sends a message about this cell to all front ends. */
  readonly publish: (type: string, content: object) => void;
  readonly code: string;
  readonly silent: boolean;
  readonly stop_on_error?: boolean;
}

export interface ExecuteReply {
  readonly status: 'ok' | 'error' | 'aborted';
  readonly execution_count?: number;
}

export type WriteStream = (name: 'stdout' | 'stderr', text: string) => void;
export type WriteDisplayData = (content: DisplayData, update: boolean) => void;

export interface DisplayData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: Readonly<Record<string, unknown>>;
}

const require = createRequire(import.meta.resolve('tslab/package.json'));

/** The copy of tslab that the kernel runs; a request now knows how to publish. */
export function tslab(): Tslab {
  const jupyter = require('./dist/jupyter.js') as Tslab['jupyter'];
  const executor = require('./dist/executor.js') as Tslab['executor'];
  const server = jupyter.ZmqServer.prototype;
  const { handleExecute } = server;
  server.handleExecute = function (socket, message) {
    const publish: ExecuteRequest['publish'] = (type, content) => {
      const publication = message.createReply();
      publication.header.msg_type = type;
      publication.content = content;
      publication.signAndSend(this.connInfo.key, this.iopub);
    };
    Object.assign(message.content, { publish });
    return handleExecute.call(this, socket, message);
  };
  return { jupyter, executor, ts: require('@tslab/typescript-for-tslab') as typeof TypeScript };
}
