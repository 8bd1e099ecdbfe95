/**
 * Values as text. A value may say how a notebook shows it (`Symbol.for('Jupyter.display')`: data frames of polars
 * do), but tslab prints what a cell's last expression is worth as text whatever it is.
 */
import { inspect } from 'node:util';
import { isDataFrame, table } from './data-frame.ts';
import type { Tslab } from './tslab.ts';

const jupyterDisplay = Symbol.for('Jupyter.display');

export function value({ jupyter, executor }: Tslab): void {
  const { createExecutor } = executor;
  executor.createExecutor = (root, converters, console) => {
    const log = (value: unknown): void => {
      const data = bundle(value);
      if (data) jupyter.lastWriteDisplayData?.({ data, metadata: {}, transient: {} }, false);
      else console.log(value);
    };
    return createExecutor(root, converters, { ...console, log });
  };
}

/** The forms that a value wants to be shown in, if it has a say. */
function bundle(value: unknown): Record<string, unknown> | undefined {
  if (isDataFrame(value)) return { 'text/plain': inspect(value), 'text/html': table(value) };
  const show = (value as { readonly [jupyterDisplay]?: unknown })[jupyterDisplay];
  if (typeof show !== 'function') return undefined;
  return { 'text/plain': inspect(value), ...(show.call(value) as Record<string, unknown>) };
}
