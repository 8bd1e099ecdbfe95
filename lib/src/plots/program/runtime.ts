/**
 * What a program needs to run in a page: what the page gets of this library, TensorFlow.js included, and the WebAssembly of
 * its backend that computes the same on every machine.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Runtime {
  /** Programs of one version share what one of them has brought along. */
  readonly version: string;
  /** The parts, packed with gzip and written in base64, in scripts that the page does not run but reads. */
  readonly scripts: string;
}

/** The runtime of pages, as set-up has made it. */
export function pageRuntime(): Runtime {
  const library = readFileSync(join(__dirname, '..', '..', 'page', 'library.js'));
  const installed = (file: string): Uint8Array => readFileSync(require.resolve(`@tensorflow/${file}`));
  const part = (name: string, bytes: Uint8Array): string =>
    `<script type="text/plain" data-part="${name}">${pack(bytes)}</script>`;
  return {
    version: createHash('sha256').update(library).digest('hex').slice(0, 12),
    scripts:
      part('binary', installed('tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm')) +
      part('library', library),
  };
}

/** Bytes for a page: compressed, as text. */
export function pack(bytes: Uint8Array): string {
  return gzipSync(bytes, { level: 9 }).toString('base64');
}
