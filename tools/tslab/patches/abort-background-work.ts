/**
 * Work left behind. What a failed cell had begun and no longer awaits goes on in the background; interruptible work
 * is told to stop, as ■ would tell it. (An interrupt can even be what failed the cell: at the very end of its first,
 * synchronous stretch.)
 */
import type { Tslab } from './tslab.ts';

export function abortBackgroundWork({ executor }: Tslab): void {
  const { createExecutor } = executor;
  executor.createExecutor = (...args) => {
    const inner = createExecutor(...args);
    const execute = async (code: string): Promise<boolean> => {
      const succeeded = await inner.execute(code);
      if (!succeeded) process.emit('SIGINT', 'SIGINT');
      return succeeded;
    };
    return { ...inner, execute };
  };
}
