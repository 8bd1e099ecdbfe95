/** People of a class, as programs: each has a token of the hub and works through the API that JupyterLab uses. */
import { randomUUID } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';

export interface Ran {
  readonly text: string;
  readonly status: string;
  readonly seconds: number;
  /** When it was started, as ISO 8601. */
  readonly started: string;
}

export interface Cell {
  readonly cell_type: string;
  readonly source: string;
  readonly metadata: object;
}

/** An answer of the hub or of somebody's server. */
export async function ask(address: string, token: string, method = 'GET', body?: object): Promise<Response> {
  return fetch(address, {
    method,
    headers: { Authorization: `token ${token}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function json<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Somebody with a running server. */
export class Person {
  readonly name: string;
  readonly token: string;
  /** Seconds until the server was there. */
  startup = 0;
  private readonly hub: string;

  private constructor(hub: string, name: string, token: string) {
    [this.hub, this.name, this.token] = [hub, name, token];
  }

  /**
   * Somebody whose server is not running.
   *
   * @param admin a token that may make users, servers and tokens
   */
  static async of(hub: string, admin: string, name: string): Promise<Person> {
    const user = `${hub}/hub/api/users/${name}`;
    await ask(user, admin, 'POST');
    const { token } = await json<{ token: string }>(ask(`${user}/tokens`, admin, 'POST', {}));
    return new Person(hub, name, token);
  }

  static async logIn(hub: string, admin: string, name: string): Promise<Person> {
    const person = await Person.of(hub, admin, name);
    const user = `${hub}/hub/api/users/${name}`;
    const start = performance.now();
    await ask(`${user}/server`, admin, 'POST');
    for (;;) {
      const { server } = await json<{ server: string | null }>(ask(user, admin));
      if (server !== null) break;
      if (performance.now() - start > 180_000) throw new Error(`the server of ${name} does not start`);
      await setTimeout(500);
    }
    person.startup = (performance.now() - start) / 1000;
    return person;
  }

  address(path: string, of = this.name): string {
    return `${this.hub}/user/${of}/${path}`;
  }

  async notebook(name: string): Promise<{ cells: Cell[] }> {
    const { content } = await json<{ content: { cells: Cell[] } }>(
      ask(this.address(`api/contents/${encodeURIComponent(name)}`), this.token),
    );
    return content;
  }

  /** Saves a notebook as JupyterLab does, with the times and outputs of its code cells as far as they ran. */
  async save(
    name: string,
    notebook: { readonly cells: readonly Cell[] },
    ran: readonly Ran[],
  ): Promise<void> {
    let next = 0;
    const cells = notebook.cells.map((cell) => {
      const run = cell.cell_type === 'code' ? ran[next++] : undefined;
      return run
        ? { ...cell, metadata: { ...cell.metadata, execution: timesOf(run) }, outputs: outputsOf(run) }
        : cell;
    });
    const model = { type: 'notebook', format: 'json', content: { ...notebook, cells } };
    await json(ask(this.address(`api/contents/${encodeURIComponent(name)}`), this.token, 'PUT', model));
  }

  async kernel(): Promise<Kernel> {
    const { id } = await json<{ id: string }>(
      ask(this.address('api/kernels'), this.token, 'POST', { name: 'tslab', path: '' }),
    );
    const url = `${this.address(`api/kernels/${id}/channels`).replace('http', 'ws')}?session_id=${randomUUID()}`;
    const options = { headers: { Authorization: `token ${this.token}` } };
    const socket = new WebSocket(url, options);
    await once(socket, 'open');
    return new Kernel(socket);
  }
}

const timesOf = ({ started, seconds }: Ran): Record<string, string> => ({
  'iopub.status.busy': started,
  'iopub.status.idle': new Date(Date.parse(started) + seconds * 1000).toISOString(),
});

function outputsOf({ status, text }: Ran): object[] {
  const shown = { output_type: 'stream', name: 'stdout', text };
  return status === 'ok' ? [shown] : [{ output_type: 'error', ename: 'Error', evalue: text, traceback: [] }];
}

interface Message {
  readonly parent_header: { readonly msg_id?: string };
  readonly msg_type: string;
  readonly content: Record<string, unknown>;
}

/** A kernel, through the web socket of its server. */
export class Kernel {
  private readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    setMaxListeners(0, socket);
    this.socket = socket;
  }

  /** Runs a cell; one that gives no answer in time has the status "dead". */
  async run(code: string, seconds = 600): Promise<Ran> {
    const id = randomUUID();
    const [start, started] = [performance.now(), new Date().toISOString()];
    let text = '';
    const answered = new Promise<string>((resolve) => {
      const listen = ({ data }: MessageEvent): void => {
        const { parent_header, msg_type, content } = JSON.parse(String(data)) as Message;
        if (parent_header.msg_id !== id) {
          if (content['execution_state'] === 'restarting' || content['execution_state'] === 'dead')
            resolve('dead');
          return;
        }
        const shown = content['data'] as Record<string, string> | undefined;
        if (msg_type === 'stream') text += String(content['text']);
        else if (shown) text += `${shown['text/plain']}\n`;
        else if (msg_type === 'error') text += `${String(content['ename'])}: ${String(content['evalue'])}\n`;
        else if (msg_type === 'execute_reply') resolve(String(content['status']));
      };
      this.socket.addEventListener('message', listen);
      this.socket.addEventListener('close', () => resolve('dead'));
    });
    const header = {
      msg_id: id,
      msg_type: 'execute_request',
      username: '',
      session: id,
      version: '5.3',
      date: '',
    };
    const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
    this.socket.send(
      JSON.stringify({ header, parent_header: {}, metadata: {}, content, buffers: [], channel: 'shell' }),
    );
    const status = await Promise.race([answered, setTimeout(seconds * 1000, 'dead', { ref: false })]);
    await setTimeout(200);
    return { text, status, started, seconds: (performance.now() - start) / 1000 };
  }
}
