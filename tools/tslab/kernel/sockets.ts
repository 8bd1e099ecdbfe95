/** The five sockets between the kernel and its front ends, see Jupyter's "Messaging in Jupyter". */
import { createRequire } from 'node:module';

/** What a connection file holds. */
export interface Connection {
  readonly transport: 'tcp' | 'ipc';
  /** An address; with `ipc`, what the sockets' files begin with. */
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

/** A socket of zeromq 6. */
export interface Socket extends AsyncIterable<Buffer[]> {
  /** Milliseconds to wait for room; 0 never waits. */
  sendTimeout: number;
  /** Messages that may wait for one front end before more are dropped; 0 is any number. */
  sendHighWaterMark: number;
  /** Milliseconds in which what was sent may still leave after the end. */
  linger: number;
  bind(address: string): Promise<void>;
  send(frames: readonly (Uint8Array | string)[]): Promise<void>;
  close(): void;
}

interface ZeroMq {
  readonly Router: new () => Socket;
  readonly XPublisher: new (options: { verbosity: 'allSubs' }) => Socket;
  readonly Reply: new () => Socket;
}

export interface Sockets {
  readonly shell: Socket;
  readonly control: Socket;
  /** Publishes to all front ends; a new one is heard of by what it subscribes to. */
  readonly iopub: Socket;
  readonly stdin: Socket;
  readonly heartbeat: Socket;
}

// zeromq is tslab's.
const require = createRequire(import.meta.resolve('tslab/package.json'));

export async function open(connection: Connection): Promise<Sockets> {
  const { Router, XPublisher, Reply } = require('zeromq') as ZeroMq;
  const bound = async (socket: Socket, port: number): Promise<Socket> => {
    // zeromq refuses to send while a deferred send is under way, which every 512th is, and drops what exceeds 1000
    // waiting messages. Sockets that never defer and never drop lose nothing.
    socket.sendTimeout = 0;
    socket.sendHighWaterMark = 0;
    socket.linger = 1000;
    const { transport, ip } = connection;
    await socket.bind(`${transport}://${ip}${transport === 'ipc' ? '-' : ':'}${port}`);
    return socket;
  };
  const [shell, control, iopub, stdin, heartbeat] = await Promise.all([
    bound(new Router(), connection.shell_port),
    bound(new Router(), connection.control_port),
    bound(new XPublisher({ verbosity: 'allSubs' }), connection.iopub_port),
    bound(new Router(), connection.stdin_port),
    bound(new Reply(), connection.hb_port),
  ]);
  return { shell, control, iopub, stdin, heartbeat };
}
