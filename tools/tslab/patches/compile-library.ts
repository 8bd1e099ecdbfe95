/** Stale libraries. `lib` is compiled when a kernel starts, if need be; what keeps it from compiling is said at once. */
import { compileLibrary } from '../library.ts';
import type { Tslab } from './tslab.ts';

export function upToDateLibrary({ jupyter: { JupyterHandlerImpl } }: Tslab): void {
  let problem = compileLibrary();
  const { handleExecuteImpl } = JupyterHandlerImpl.prototype;
  JupyterHandlerImpl.prototype.handleExecuteImpl = function (request, write, display) {
    if (problem !== '')
      write('stderr', `lib does not compile; this kernel uses its last good build.\n${problem}`);
    problem = '';
    return handleExecuteImpl.call(this, request, write, display);
  };
}
