/** A service in a worker of its own, so that the page stays responsive while it computes. */
import { startBackend, type BackendName } from './backend';
import { page, type PageWorker } from './element';
import type { Tools } from './program';
import { services, type ReplyOf, type RequestOf, type ServiceName } from './services';

/** A service as the page sees it. */
export interface Connection<N extends ServiceName> {
  /** Where it computes. */
  readonly backend: BackendName;
  /** False where the page could start no worker, and computes itself. */
  readonly inWorker: boolean;
  /** One request at a time. */
  ask(request: RequestOf<N>): Promise<ReplyOf<N>>;
  close(): void;
}

/** What a worker is told first. */
interface Beginning {
  readonly service: ServiceName;
  readonly binary: ArrayBuffer;
}

type Answer = { readonly value: unknown } | { readonly error: string };

/** Starts a service in a worker, or, where none can be had, in the page. */
export async function connect<N extends ServiceName>(
  service: N,
  tools: Omit<Tools, 'unpack'>,
): Promise<Connection<N>> {
  const beginning: Beginning = { service, binary: tools.binary };
  try {
    const worker = open(tools.source);
    const backend = (await asked(worker, beginning)) as BackendName;
    return {
      backend,
      inWorker: true,
      ask: (request) => asked(worker, request) as Promise<ReplyOf<N>>,
      close: () => worker.terminate(),
    };
  } catch {
    const backend = await tools.backend();
    const run = services[service]() as (request: RequestOf<N>) => ReplyOf<N>;
    return { backend, inWorker: false, ask: async (request) => run(request), close: () => undefined };
  }
}

/** A worker that runs the library: this module's `serve`. */
function open(source: string): PageWorker {
  const program = `const module={exports:{}};(function(exports,module){${source}\n})(module.exports,module);module.exports.serve(self);`;
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  try {
    return new page.Worker(address);
  } finally {
    // Not at once: the worker may not have read it yet.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

const asked = (worker: PageWorker, message: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      const answer = data as Answer;
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer.value);
    };
    worker.onerror = () => reject(new Error('the worker could not be started'));
    worker.postMessage(message);
  });

/** What a worker knows of itself. */
interface WorkerScope {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: Answer): void;
}

/** In the worker: starts what the first message asks for, and answers each of the others. */
export function serve(scope: WorkerScope): void {
  const answer = (compute: () => unknown): void => {
    Promise.resolve()
      .then(compute)
      .then((value) => scope.postMessage({ value }))
      .catch((error: unknown) => scope.postMessage({ error: String(error) }));
  };
  scope.onmessage = ({ data }) => {
    const { service, binary } = data as Beginning;
    const run = services[service]();
    scope.onmessage = ({ data: request }) => answer(() => run(request as never));
    answer(() => startBackend(binary));
  };
}
