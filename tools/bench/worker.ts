/** The other half: one side of a benchmark as a process of its own, which rests while the others run. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Answer } from './serve.ts';

export class Worker {
  readonly name: string;
  private readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly lines: AsyncIterator<string>;
  private complaint = '';

  constructor(name: string, program: string, args: readonly string[]) {
    this.name = name;
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
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

  async end(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.stdin.end();
    await once(this.process, 'exit');
  }
}
