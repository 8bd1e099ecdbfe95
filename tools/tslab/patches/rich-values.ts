/**
 * Values as text. A value may say how a notebook shows it (`Symbol.for('Jupyter.display')`: data frames of polars
 * do), but tslab prints what a cell's last expression is worth as text whatever it is.
 */
import { inspect } from 'node:util';
import { isDataFrame, table } from './data-frame.ts';
import type { Tslab } from './tslab.ts';

const jupyterDisplay = Symbol.for('Jupyter.display');

export function richValues({ jupyter, executor }: Tslab): void {
  const { createExecutor } = executor;
  executor.createExecutor = (root, converters, console) => {
    const log = (value: unknown): void => {
      const data = bundle(value);
      if (!data) console.log(value);
      else if (Object.keys(data).length > 0) {
        jupyter.lastWriteDisplayData?.({ data, metadata: {}, transient: {} }, false);
      }
    };
    return createExecutor(root, converters, { ...console, log });
  };
}

/** The forms that a value wants to be shown in, if it has a say; none to be shown not at all. */
function bundle(value: unknown): Record<string, unknown> | undefined {
  if (isDataFrame(value)) return { 'text/plain': inspect(value), 'text/html': table(value) };
  const show = (value as { readonly [jupyterDisplay]?: unknown })[jupyterDisplay];
  return typeof show === 'function' ? (show.call(value) as Record<string, unknown>) : undefined;
}
