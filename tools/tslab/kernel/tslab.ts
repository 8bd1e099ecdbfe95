/**
 * What the kernel uses of tslab: it compiles cells, runs them and knows what could be written in them. How tslab talks to
 * Jupyter is not used, see ./README.md.
 */
import { createRequire } from 'node:module';
import type * as TypeScript from 'typescript';
import { objectShorthand } from '../patches/object-shorthand.ts';

export interface Executor {
  /** @returns whether the cell succeeded */
  execute(code: string): Promise<boolean>;
  complete(code: string, index: number): { start: number; end: number; candidates: string[] };
  inspect(code: string, index: number): TypeScript.QuickInfo | undefined;
  /** Ends the cell that runs, though not what it awaits. */
  interrupt(): void;
  close(): void;
}

/** Where an executor writes what a cell's last expression is worth, and what went wrong. */
export interface Console {
  log(value: unknown): void;
  error(first: unknown, ...rest: unknown[]): void;
}

/** Turns cells into JavaScript. */
export interface Converter {
  /** @param declarations the types of what earlier cells have declared */
  convert(declarations: string, code: string): { readonly diagnostics: readonly unknown[] };
  close(): void;
}

export interface DisplayData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: Readonly<Record<string, unknown>>;
}

export interface Tslab {
  readonly version: string;
  /** Runs cells in the current folder. */
  createExecutor(console: Console): Executor;
  /** The text of what `inspect` gives. */
  describe(info: TypeScript.QuickInfo): string;
  /** Where tslab and the library look for what shows things below the cell that runs. */
  readonly outlet: {
    lastWriteDisplayData: ((content: DisplayData, update: boolean) => void) | null;
    /** The library's own. */
    lastClearOutput?: (wait: boolean) => void;
  };
  /** The compiler that tslab brings. */
  readonly ts: typeof TypeScript;
}

export function tslab(): Tslab {
  const require = createRequire(import.meta.resolve('tslab/package.json'));
  const { createExecutor } = require('./dist/executor.js') as {
    createExecutor(
      root: string,
      converters: { node: Converter; browser: Converter; close(): void },
      console: Console,
    ): Executor;
  };
  const { createConverter } = require('./dist/converter.js') as {
    createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
  };
  const { printQuickInfo } = require('./dist/inspect.js') as { printQuickInfo: Tslab['describe'] };
  const ts = require('@tslab/typescript-for-tslab') as typeof TypeScript;
  return {
    version: (require('./package.json') as { version: string }).version,
    createExecutor(console) {
      const node = objectShorthand(createConverter({ isJS: false, isBrowser: false }), ts);
      return createExecutor(process.cwd(), { node, browser: node, close: () => node.close() }, console);
    },
    describe: printQuickInfo,
    outlet: require('./dist/jupyter.js') as Tslab['outlet'],
    ts,
  };
}
