/** TensorFlow.js for the page: its core, and the backend that computes in WebAssembly, the same on every machine. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** The parts, packed with gzip and written in base64, in scripts that the page does not run but reads. */
export function runtimeScripts(): string {
  const part = (name: string, file: string): string => {
    const bytes = readFileSync(require.resolve(`@tensorflow/${file}`));
    return `<script type="text/plain" data-part="${name}">${pack(bytes)}</script>`;
  };
  return (
    part('core', 'tfjs-core/dist/tf-core.es2017.min.js') +
    part('backend', 'tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js') +
    part('binary', 'tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm')
  );
}

/** Bytes for a page: compressed, as text. */
export function pack(bytes: Uint8Array): string {
  return gzipSync(bytes, { level: 9 }).toString('base64');
}
