/** The worker's half of a benchmark: a command a line comes in, its answer as a line of JSON goes out. */
import { createInterface } from 'node:readline';

export interface Answer {
  readonly error?: string;
  readonly [name: string]: unknown;
}

type Commands = Readonly<Record<string, (message: never) => Answer | Promise<Answer>>>;

/** Answers until standard input ends. An error is told to whoever asked, who can go on without. */
export async function serve(commands: Commands): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as { do: string };
    const answer = await Promise.resolve(message as never)
      .then((given) => commands[message.do]!(given))
      .catch((error: unknown) => ({ error: String(error) }));
    console.log(JSON.stringify(answer));
  }
}

/** Milliseconds that `work` takes. */
export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
