import type { BackendName } from './backend';
import type { PageElement } from './element';

/** What a page gives to a program. */
export interface Tools {
  /** The bytes of one of the element's parts, which goes. */
  unpack(part: string): Promise<ArrayBuffer>;
  /** The library's own source, for a worker. */
  readonly source: string;
  /** The WebAssembly of TensorFlow.js's backend. */
  readonly binary: ArrayBuffer;
  /** Starts TensorFlow.js's backend in the page, once for all programs. */
  backend(): Promise<BackendName>;
}

/** Runs in an element of the page, which holds what it needs. */
export type Program = (element: PageElement, tools: Tools) => void | Promise<void>;
