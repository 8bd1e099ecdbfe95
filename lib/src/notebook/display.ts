/**
 * Output that a notebook shows: one thing in several forms, of which the front end takes the richest it knows.
 */
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';

/** The same thing in several forms, by MIME type: text as it is, JSON as an object, pictures as bytes. */
export type Bundle = Readonly<Record<string, unknown>>;

/** Something shown that can be replaced where it stands. */
export interface Display {
  /** Replaces what is shown, wherever its cell is. A few times a second is as often as a reader can follow. */
  update(bundle: Bundle, metadata?: Bundle): void;
}

/**
 * Shows `bundle` below the cell that runs; outside a notebook its `text/plain` goes to the standard output. Nothing
 * that goes wrong in showing is thrown, lest it end a training: it is written to the standard error.
 *
 * @param metadata hints to the front end, by MIME type.
 */
export function display(bundle: Bundle, metadata: Bundle = {}): Display {
  const id = randomUUID();
  const show = (bundle: Bundle, metadata: Bundle, update: boolean): void => {
    try {
      writer()({ data: encoded(bundle), metadata, transient: { display_id: id } }, update);
    } catch (error) {
      console.error(`display: ${String(error)}`);
    }
  };
  show(bundle, metadata, false);
  const handle: Display = { update: (bundle, metadata = {}) => show(bundle, metadata, true) };
  // At the end of a cell the handle is its value, which has nothing to show for itself.
  return Object.defineProperty(handle, Symbol.for('Jupyter.display'), { value: () => ({}) });
}

/** A number or a word that a lesson came to. */
export type Result = number | string | boolean;

/** Shows what a lesson found, by name; reports and tests read it from the notebook. */
export function result(values: Readonly<Record<string, Result>>): void {
  const text = Object.entries(values).map(([name, value]) => `${name}: ${format(value)}`);
  display({ 'text/plain': text.join('\n'), 'application/vnd.gan.result+json': values });
}

function format(value: Result): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}

/** The content of Jupyter's display_data message. */
interface DisplayData {
  readonly data: Bundle;
  readonly metadata: Bundle;
  readonly transient: { readonly display_id: string };
}

type Writer = (message: DisplayData, update: boolean) => void;

/** Removes what the cell that runs has shown so far; only once there is something new to show, with `wait`. */
export function clear({ wait = true } = {}): void {
  outlet()?.lastClearOutput?.(wait);
}

/** Whether a cell of a notebook runs, so that what is shown goes there. */
export const inNotebook = (): boolean => outlet() !== undefined;

/** What writes display data for the cell that runs. */
function writer(): Writer {
  return outlet()?.lastWriteDisplayData ?? (({ data }) => process.stdout.write(`${plainText(data)}\n`));
}

/** The live copy of tslab's dist/jupyter.js, where it keeps what writes for the cell that runs; our kernel adds `clear`. */
function outlet():
  { lastWriteDisplayData?: Writer | null; lastClearOutput?: (wait: boolean) => void } | undefined {
  return Object.values(require.cache)
    .filter((module) => module && /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(module.filename))
    .map((module) => module!.exports as NonNullable<ReturnType<typeof outlet>>)
    .find(({ lastWriteDisplayData }) => lastWriteDisplayData);
}

function plainText(data: Bundle): string {
  const text = data['text/plain'];
  return typeof text === 'string' ? text : inspect(Object.keys(data));
}

/** Bytes become base64, as the message format wants them. */
function encoded(bundle: Bundle): Bundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, data]) => [
      mime,
      data instanceof Uint8Array ? Buffer.from(data).toString('base64') : data,
    ]),
  );
}
