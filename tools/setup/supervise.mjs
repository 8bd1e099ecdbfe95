// node supervise.mjs <program> <argument> … — runs a program that cannot outlive whoever started this: when our
// input ends, because its writer has died or let go, the program and all that it started are killed. Otherwise
// an npm or pip that lost its parent would go on writing while the next set-up begins.

import { spawn } from 'node:child_process';

const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));

process.stdin.on('close', () => {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
});
process.stdin.resume();

// Ctrl-C reaches our starter too, which then lets go of us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
