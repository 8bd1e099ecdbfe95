/** `npm start [-- --no-browser] [--port N]`: JupyterLab in notebooks/, until Ctrl-C. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { project } from '../setup/project.mjs';
import { startOptions } from './start-options.ts';

const options = startOptions(process.argv.slice(2), process.env);
if (typeof options === 'string') {
  console.error(options);
  process.exit(2);
}

const { root, python } = project();
const { browser, port } = options;

// In a session of its own, so that it hears of Ctrl-C and of a closed terminal only from here, as the signal at
// which it ends its kernels.
const lab = spawn(
  python,
  [
    ...['-m', 'jupyterlab'],
    ...(browser ? [] : ['--no-browser']),
    ...(port === undefined ? [] : [`--port=${port}`]),
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
  ],
  { cwd: join(root, 'notebooks'), stdio: 'inherit', detached: true },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => lab.kill('SIGTERM'));

const [code] = (await once(lab, 'exit')) as [number | null];
process.exitCode = code ?? 1;
