/**
 * Receives requests and sends each what the protocol asks for: the kernel is busy, the reply, the kernel is idle. A cell
 * waits for those before it; whatever else is asked is answered at once, also while a cell awaits something.
 */
import { Cells, type ExecuteRequest } from './cells.ts';
import { describe } from './errors.ts';
import type { HistoryRequest } from './history.ts';
import { childOf, decode, encode, type Message } from './messages.ts';
import { complete, inspect, isComplete, kernelInfo } from './requests.ts';
import type { Connection, Socket, Sockets } from './sockets.ts';
import type { Tslab } from './tslab.ts';

export class Server {
  readonly #key: string;
  readonly #sockets: Sockets;
  readonly #cells: Cells;
  /** What is said by others than cells. */
  readonly #log = process.stderr.write.bind(process.stderr);
  /** The request whose cell runs. */
  #running: Message | undefined;
  /** What answers a request, by its type: `_request` is left out. */
  readonly #answers: Readonly<Record<string, (content: never) => object>>;

  constructor(tslab: Tslab, sockets: Sockets, { key }: Connection) {
    this.#key = key;
    this.#sockets = sockets;
    const cells = new Cells(tslab);
    this.#cells = cells;
    this.#answers = {
      kernel_info: () => kernelInfo(tslab),
      complete: (content: Parameters<typeof complete>[1]) => complete(cells.executor, content),
      inspect: (content: Parameters<typeof inspect>[2]) => inspect(cells.executor, tslab, content),
      is_complete: (content: Parameters<typeof isComplete>[1]) => isComplete(tslab, content),
      history: (content: HistoryRequest) => ({ status: 'ok', history: cells.history.answer(content) }),
      comm_info: () => ({ status: 'ok', comms: {} }),
      interrupt: () => {
        process.kill(process.pid, 'SIGINT');
        return { status: 'ok' };
      },
      shutdown: ({ restart = false }: { restart?: boolean }) => ({ status: 'ok', restart }),
    };
  }

  /** Serves until it is told to shut down. */
  async serve(): Promise<void> {
    const { shell, control, iopub, heartbeat } = this.#sockets;
    process.on('SIGINT', () => this.#cells.executor.interrupt());
    process.on('uncaughtException', (error) => console.error('UncaughtException:', error));
    process.on('unhandledRejection', (reason) => console.error('UnhandledPromiseRejection:', reason));
    await Promise.race([this.#receive(shell), this.#receive(control), this.#welcome(iopub), echo(heartbeat)]);
    this.#cells.executor.close();
    for (const socket of Object.values(this.#sockets) as Socket[]) socket.close();
  }

  /** Returns after a request to shut down. */
  async #receive(socket: Socket): Promise<void> {
    for await (const frames of socket) {
      const request = this.#read(frames);
      if (!request) continue;
      const type = request.header.msg_type;
      if (type === 'execute_request') void this.#execute(socket, request);
      else this.#answer(socket, request);
      if (type === 'shutdown_request') return;
    }
  }

  #read(frames: readonly Buffer[]): Message | undefined {
    try {
      return decode(frames, this.#key);
    } catch (error) {
      this.#log(`The kernel ignored ${error instanceof Error ? error.message : String(error)}\n`);
      return undefined;
    }
  }

  async #execute(socket: Socket, request: Message): Promise<void> {
    const publish = (type: string, content: object): void => this.#publish(request, type, content);
    const start = (): void => {
      this.#running = request;
      this.#status(request, 'busy');
    };
    const reply = await this.#cells.execute(request.content as unknown as ExecuteRequest, publish, start);
    this.#running = undefined;
    this.#send(socket, childOf(request, 'execute_reply', reply));
    this.#status(request, 'idle');
  }

  #answer(socket: Socket, request: Message): void {
    this.#status(request, 'busy');
    const name = /^(.*)_request$/.exec(request.header.msg_type)?.[1] ?? '';
    const answer = Object.hasOwn(this.#answers, name) ? this.#answers[name] : undefined;
    if (answer) this.#send(socket, childOf(request, `${name}_reply`, answered(answer, request.content)));
    else this.#refuse(request);
    this.#status(request, 'idle');
    // The front ends show what was said last.
    if (this.#running) this.#status(this.#running, 'busy');
  }

  /** There are no comms (of widgets) here: who opens one is told that it is closed. What else is unknown has no reply. */
  #refuse(request: Message): void {
    const { msg_type: type } = request.header;
    if (type === 'comm_open') {
      this.#publish(request, 'comm_close', { comm_id: request.content['comm_id'], data: {} });
    } else if (!type.startsWith('comm_')) {
      this.#log(`The kernel ignored a message of an unknown type, ${type}\n`);
    }
  }

  #status(request: Message, state: 'busy' | 'idle'): void {
    this.#publish(request, 'status', { execution_state: state });
  }

  #publish(request: Message, type: string, content: object): void {
    // A topic, where a reply has its receiver: front ends subscribe to all of them.
    const message = { ...childOf(request, type, content), identities: [Buffer.from(type)] };
    this.#send(this.#sockets.iopub, message);
  }

  #send(socket: Socket, message: Message): void {
    void socket.send(encode(message, this.#key));
  }

  /** Greets whoever subscribes, so that it knows when it hears what is published. */
  async #welcome(iopub: Socket): Promise<void> {
    for await (const [subscription] of iopub) {
      if (subscription?.[0] !== 1) continue;
      const topic = subscription.subarray(1);
      const welcome = childOf(undefined, 'iopub_welcome', { subscription: topic.toString() });
      this.#send(iopub, { ...welcome, identities: [topic] });
    }
  }
}

/** What a request gets; what cannot be answered is an error of its own. */
function answered(answer: (content: never) => object, content: object): object {
  try {
    return answer(content as never);
  } catch (error) {
    return { status: 'error', ...describe([[error]]) };
  }
}

async function echo(socket: Socket): Promise<void> {
  for await (const frames of socket) await socket.send(frames);
}
