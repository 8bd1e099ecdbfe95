/** What a cell's last expression is worth, in the forms that a front end may show. */
import { format, inspect } from 'node:util';
import { isDataFrame, table } from './data-frame.ts';

const jupyterDisplay = Symbol.for('Jupyter.display');

/** By MIME type. A value may have its own say, even that it is not shown (no form at all); others are text. */
export function forms(value: unknown): Readonly<Record<string, unknown>> {
  if (isDataFrame(value)) return { 'text/plain': inspect(value), 'text/html': table(value) };
  const show = (value as { readonly [jupyterDisplay]?: unknown })[jupyterDisplay];
  if (typeof show === 'function') return show.call(value) as Record<string, unknown>;
  return { 'text/plain': format(value) };
}
