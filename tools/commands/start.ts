/** `npm start [-- --no-browser] [--port N]`: JupyterLab at lesson 00, until Ctrl-C. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { signCommitted } from '../notebooks/trust.ts';
import { findNotebooks } from '../report/notebook.ts';
import { project } from '../setup/project.mjs';
import { startOptions } from './start-options.ts';

const options = startOptions(process.argv.slice(2), process.env);
if (typeof options === 'string') {
  console.error(options);
  process.exit(2);
}

const { root, python, setup } = project();
const { browser, port } = options;
const notebooks = join(root, 'notebooks');

const paths = findNotebooks(notebooks, []).map(({ name }) => join(notebooks, `${name}.ipynb`));
signCommitted(paths, { root, python, data: join(setup, 'jupyter', 'data') });

// In a session of its own, so that it hears of Ctrl-C and of a closed terminal only from here, as the signal at
// which it ends its kernels.
const lab = spawn(
  python,
  [
    ...['-m', 'jupyterlab', '--LabApp.default_url=/lab/tree/00-start-here.ipynb'],
    ...(browser ? [] : ['--no-browser']),
    ...(port === undefined ? [] : [`--port=${port}`]),
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
  ],
  { cwd: notebooks, stdio: 'inherit', detached: true },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => lab.kill('SIGTERM'));

const [code] = (await once(lab, 'exit')) as [number | null];
process.exitCode = code ?? 1;
