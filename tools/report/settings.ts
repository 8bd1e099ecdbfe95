/** Whether a notebook has the settings that are to be overridden, found out before a kernel starts. */
import { createRequire } from 'node:module';
import ts from 'typescript';
import { UserError } from '../setup/user-error.mjs';
import type { Notebook } from './notebook.ts';

/** What `--set` says, as text by name. */
export type Overrides = Readonly<Record<string, string>>;

/** The settings that a run has, and those written in the notebook. */
export interface Judged {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** The room of lib that loads no TensorFlow. */
type Room = typeof import('gan-lib').notebook;

/** The tag of the cell in which a notebook calls `configure`. */
const TAG = 'configuration';

/**
 * Runs a notebook's configuration cell by itself, with nothing but the room `notebook`, and lets it judge the overrides.
 *
 * @returns the settings; none of a notebook that has none.
 * @throws UserError naming the notebook, the setting, the value and what is allowed.
 */
export function checkSettings(name: string, notebook: Notebook, overrides: Overrides): Judged {
  const cell = notebook.cells.find(({ metadata }) => metadata.tags?.includes(TAG));
  if (!cell) {
    if (Object.keys(overrides).length === 0) return { settings: {}, defaults: {} };
    throw new UserError(`${name} has no settings (no cell is tagged "${TAG}").`);
  }
  const room = createRequire(import.meta.url)('gan-lib/dist/notebook') as Room;
  let settings = {};
  const judging = {
    ...room,
    configure: (options: Parameters<Room['configure']>[0]) => (settings = room.configure(options, overrides)),
  };
  try {
    run(cell.source, { notebook: judging, require: () => ({ notebook: judging }), exports: {} });
  } catch (error) {
    throw new UserError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { settings, defaults: room.defaults(settings) };
}

/** Runs a cell, in a block of its own because it may declare what it is given. */
function run(source: string, given: Readonly<Record<string, unknown>>): void {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, removeComments: true },
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is what the kernel would do with the cell
  const cell = new Function(...Object.keys(given), `{ ${outputText} }`) as (...values: unknown[]) => void;
  cell(...Object.values(given));
}
