import type * as TensorFlow from '@tensorflow/tfjs-core';
import type * as page from '../../page';

/** The library, as the first program that brings it along gives it to all. */
interface Shared {
  readonly library: Promise<typeof page>;
  readonly give: (library: Promise<typeof page>) => void;
  given: boolean;
}

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

  const load = async (): Promise<typeof page> => {
    const modules: Record<string, object> = {};
    // Where TensorFlow.js keeps its engine and its kernels: apart from those of any other on the page.
    const window = { document: scope.document };
    const run = async (part: string): Promise<object> => {
      const source = new TextDecoder().decode(await unpack(part));
      const module = { exports: {} };
      // A script element would find another module system, if the page has one, and load into that.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      const define = new Function('exports', 'module', 'require', 'window', source) as (
        ...given: unknown[]
      ) => void;
      define(module.exports, module, (name: string) => modules[name] ?? {}, window);
      return module.exports;
    };
    const tf = (await run('core')) as typeof TensorFlow;
    modules['@tensorflow/tfjs-core'] = tf;
    const backend = (await run('backend')) as { setWasmPaths(paths: Record<string, string>): void };
    const binary = URL.createObjectURL(new Blob([await unpack('binary')], { type: 'application/wasm' }));
    backend.setWasmPaths({
      'tfjs-backend-wasm.wasm': binary,
      'tfjs-backend-wasm-simd.wasm': binary,
      'tfjs-backend-wasm-threaded-simd.wasm': binary,
    });
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const isSet = await tf.setBackend('wasm');
    URL.revokeObjectURL(binary);
    if (!isSet) throw new Error('WebAssembly could not be started');
    return (await run('library')) as typeof page;
  };

  const share = (): Shared => {
    let give!: Shared['give'];
    const library = new Promise<typeof page>((resolve) => {
      give = resolve;
    });
    return { library, give, given: false };
  };

  scope.ganLibraries ??= {};
  const shared = (scope.ganLibraries[version] ??= share());
  if (!element.querySelector('[data-part=library]')) {
    if (!shared.given) {
      status.textContent = `Waiting for the ${program} on this page that brings TensorFlow.js along.`;
    }
  } else if (shared.given) {
    for (const part of ['core', 'backend', 'binary', 'library']) {
      element.querySelector(`[data-part=${part}]`)!.remove();
    }
  } else {
    shared.given = true;
    shared.give(load());
  }
  shared.library
    .then(({ programs }) => (programs as Record<string, page.Program>)[program]!(element, unpack))
    .then(() => {
      status.textContent = '';
      element.dataset['state'] = 'ready';
    })
    .catch((error: unknown) => {
      status.textContent = `The ${program} cannot run here: ${String(error).split('\n', 1)[0]}`;
      element.dataset['state'] = 'failed';
    });
}
