// node supervise.mjs <program> <argument> … — runs a program that cannot outlive whoever started this: when our
// input ends, because its writer has died or let go, the program and all that it started are killed. Otherwise
// an npm or pip that lost its parent would go on writing while the next set-up begins. For that we must be the
// leader of a process group (`detached`), which no signal to our starter's group reaches.

import { spawn } from 'node:child_process';

const [program = '', ...args] = process.argv.slice(2);

process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(127);
});
process.stdin.on('close', () => process.kill(-process.pid, 'SIGKILL')).resume();

spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }).on('exit', (code) =>
  process.exit(code ?? 1),
);
