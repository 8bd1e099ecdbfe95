/** JavaScript's colours. JupyterLab looks up a mode by its name, and tslab gives it an object it does not know. */
import type { Tslab } from './tslab.ts';

export function codemirrorMode({ jupyter: { JupyterHandlerImpl } }: Tslab): void {
  const { handleKernel } = JupyterHandlerImpl.prototype;
  JupyterHandlerImpl.prototype.handleKernel = function () {
    const reply = handleKernel.call(this);
    return { ...reply, language_info: { ...reply.language_info, codemirror_mode: 'typescript' } };
  };
}
