/**
 * Training that ■ (in a script: Ctrl-C) ends cleanly.
 *
 * tslab answers ■ by ending the cell while whatever the cell awaits goes on running. Here the running work is told
 * instead, ends by itself at a point that suits it, and the cell ends as usual, with its variables kept.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** The signal of the work that the current code is part of. */
const enclosing = new AsyncLocalStorage<AbortSignal>();

/** Marks the SIGINT listeners of running work. */
const ours = Symbol('interruptible');

/**
 * Runs `work` with a signal that an interrupt aborts. The work looks at `signal.aborted` (at each step, say), must
 * let the event loop turn between two looks (`await tf.nextFrame()`), and returns early when it is set. Interruptible
 * work inside interruptible work shares the outer signal.
 *
 * In a script a second Ctrl-C ends the process, as if there were no interruptible work.
 *
 * @returns what `work` returns.
 * @throws Error if other work is still running: a kernel trains one thing at a time.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const outer = enclosing.getStore();
  if (outer) return work(outer);
  // As long as a cell's first, synchronous stretch runs, Node's vm module owns SIGINT, and a listener added then
  // would be lost with it. The stretch ends before this continues, and no signal is delivered in between.
  await Promise.resolve();
  const controller = new AbortController();
  const giveBack = takeOverInterrupts(controller);
  try {
    return await enclosing.run(controller.signal, () => work(controller.signal));
  } finally {
    giveBack();
  }
}

/** Makes an interrupt abort `controller` and nothing else, until the returned function is called. */
function takeOverInterrupts(controller: AbortController): () => void {
  const others = process.rawListeners('SIGINT') as NodeJS.SignalsListener[];
  if (others.some((listener) => ours in listener)) {
    throw new Error(
      'interruptible: other work is still running in this process; interrupt it (■) and run this again',
    );
  }
  const listener = Object.assign(
    () => {
      controller.abort();
      if (others.length === 0) process.off('SIGINT', listener);
    },
    { [ours]: true },
  );
  // Never without a listener in between: an interrupt would end the process.
  process.on('SIGINT', listener);
  for (const other of others) process.off('SIGINT', other);
  return () => {
    for (const other of others) process.on('SIGINT', other);
    process.off('SIGINT', listener);
  };
}
