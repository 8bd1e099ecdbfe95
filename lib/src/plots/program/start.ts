import type * as page from '../../page';

/** The library, as the first program that brings it along gives it to all. */
interface Shared {
  readonly library: Promise<Loaded>;
  readonly give: (library: Promise<Loaded>) => void;
  given: boolean;
}

/** The library, and what it was made of. */
type Loaded = typeof page & Omit<page.Tools, 'unpack'>;

interface Scope {
  /** By version. */
  ganLibraries?: Record<string, Shared>;
  readonly DecompressionStream: new (format: 'gzip') => never;
  readonly document: object;
}

/**
 * In the page: runs the element's program, with the library of its version, which is loaded once for all programs of the
 * page. Goes into the page as its source.
 */
export function start(element: page.PageElement): void {
  const scope = globalThis as unknown as Scope;
  const { program = '', library: version = '' } = element.dataset;
  const status = element.querySelector('[data-role=status]')!;

  const unpack = async (part: string): Promise<ArrayBuffer> => {
    const script = element.querySelector(`[data-part=${part}]`)!;
    const packed = Uint8Array.from(atob(script.textContent!), (character) => character.charCodeAt(0));
    script.remove();
    const gunzip = new scope.DecompressionStream('gzip');
    return new Response(new Blob([packed]).stream().pipeThrough(gunzip)).arrayBuffer();
  };

  const load = async (): Promise<Loaded> => {
    const [source, binary] = [new TextDecoder().decode(await unpack('library')), await unpack('binary')];
    // Where TensorFlow.js keeps its engine and its kernels: apart from those of any other on the page.
    const window = { document: scope.document };
    const module = { exports: {} as typeof page };
    // A script element would find another module system, if the page has one, and load into that.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const define = new Function('exports', 'module', 'window', source) as (...given: unknown[]) => void;
    define(module.exports, module, window);
    let started: ReturnType<page.Tools['backend']> | undefined;
    const backend = (): ReturnType<page.Tools['backend']> =>
      (started ??= module.exports.startBackend(binary));
    return { ...module.exports, source, binary, backend };
  };

  const share = (): Shared => {
    let give!: Shared['give'];
    const library = new Promise<Loaded>((resolve) => {
      give = resolve;
    });
    return { library, give, given: false };
  };

  scope.ganLibraries ??= {};
  const shared = (scope.ganLibraries[version] ??= share());
  if (!element.querySelector('[data-part=library]')) {
    if (!shared.given) {
      status.textContent = 'Waiting for the program on this page that brings TensorFlow.js along.';
    }
  } else if (shared.given) {
    for (const part of ['library', 'binary']) element.querySelector(`[data-part=${part}]`)!.remove();
  } else {
    shared.given = true;
    shared.give(load());
  }
  shared.library
    .then(({ programs, source, binary, backend }) => {
      const run = (programs as Record<string, page.Program>)[program]!;
      return run(element, { unpack, source, binary, backend });
    })
    .then(() => {
      status.textContent = '';
      element.dataset['state'] = 'ready';
    })
    .catch((error: unknown) => {
      status.textContent = `The ${program} cannot run here: ${String(error).split('\n', 1)[0]}`;
      element.dataset['state'] = 'failed';
    });
}
