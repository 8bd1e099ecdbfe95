/**
 * Silent starts. A kernel says `busy` and repeats the input when a cell starts; tslab says `busy` when the cell
 * arrives, so that it seems idle as soon as the first of several waiting cells has ended, and repeats nothing.
 */
import type { Tslab } from './tslab.ts';

export function executeInput({ jupyter: { JupyterHandlerImpl } }: Tslab): void {
  const { handleExecuteImpl } = JupyterHandlerImpl.prototype;
  JupyterHandlerImpl.prototype.handleExecuteImpl = function (request, ...rest) {
    request.publish('status', { execution_state: 'busy' });
    if (!request.silent) {
      request.publish('execute_input', { code: request.code, execution_count: this.execCount + 1 });
    }
    return handleExecuteImpl.call(this, request, ...rest);
  };
}
