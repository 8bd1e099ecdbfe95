// Tests that need a process of their own: it runs a module beside this one and sends what it has to say.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts `module` (a file of this folder) under the flags that this process runs under. */
export function start(module: string, args: readonly string[], flags: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(module, import.meta.url)), args, {
    execArgv: [...process.execArgv, ...flags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Runs `module` to its end and returns the one message that it sends. */
export async function answer<T>(
  module: string,
  args: readonly string[],
  flags?: readonly string[],
): Promise<T> {
  const child = start(module, args, flags);
  const exited = once(child, 'exit');
  const [message] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`${module} said nothing and exited with ${code}`))),
  ])) as [T];
  await exited;
  return message;
}
