/** The other half: one side of a benchmark as a process of its own, which rests while the others run. */
import { spawn, type ChildProcessByStdio, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Answer } from './serve.ts';

/** Something whose steps are timed. */
export interface Runner {
  readonly name: string;
  /** Milliseconds a step. */
  run(steps: number): Promise<number>;
}

export class Worker implements Runner {
  readonly name: string;
  private readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly lines: AsyncIterator<string>;
  private complaint = '';

  constructor(name: string, program: string, args: readonly string[], options: SpawnOptions = {}) {
    this.name = name;
    this.process = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stderr.on('data', (text: Buffer) => (this.complaint += text.toString()));
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Sends a command and waits for its answer.
   * @throws Error with what the worker says, if it cannot
   */
  async ask<T extends Answer>(message: object): Promise<T> {
    this.process.stdin.write(`${JSON.stringify(message)}\n`);
    for (;;) {
      const { value, done } = (await this.lines.next()) as IteratorResult<string, undefined>;
      if (done) throw new Error(`${this.name} ended: ${this.complaint.trim().split('\n').at(-1)}`);
      if (!value.startsWith('{')) continue; // what a library prints
      const answer = JSON.parse(value) as T;
      if (answer.error) throw new Error(`${this.name}: ${answer.error}`);
      return answer;
    }
  }

  /** Milliseconds a step, without what a trainer does beside it. */
  readonly run = async (steps: number): Promise<number> => this.time('run', steps);

  /** The same worker with the trainer's steps; only ours has one. */
  get trained(): Runner {
    return { name: this.name, run: (steps) => this.time('train', steps) };
  }

  private async time(command: string, steps: number): Promise<number> {
    const { ms } = await this.ask<{ ms: number }>({ do: command, steps });
    return ms / steps;
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.stdin.end();
    await once(this.process, 'exit');
  }
}
