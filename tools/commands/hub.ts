/** `npm run hub -- --class names.txt [--port N]`: JupyterHub for a class on this machine; `--check` says what would fail. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, delimiter, join } from 'node:path';
import { findings } from '../hub/check.ts';
import { hubPython, hubSteps, proxyOf } from '../hub/environment.ts';
import { hubOptions, readClass, type HubOptions } from '../hub/options.ts';
import { setUp } from '../setup/steps.mjs';
import { project } from '../setup/project.mjs';
import { UserError } from '../setup/user-error.mjs';
import { compileLibrary } from '../tslab/library.ts';
import { TENSORFLOW } from '../tslab/tensorflow.mjs';

const here = project();
const IDLE_SECONDS = 2 * 3600;
const PROCESSES = 400; // a server and two kernels have about 150 threads, which count

try {
  const options = hubOptions(process.argv.slice(2), process.env);
  await setUp(here, hubSteps);
  // Kernels of others cannot do it.
  const complaints = compileLibrary();
  if (complaints !== '') throw new UserError(`lib does not compile:\n${complaints}`);
  const good = await check(options);
  if (options.check) process.exitCode = good ? 0 : 1;
  else if (good) process.exitCode = await run(options);
  else throw new UserError('The hub is not started: see what is marked ✗.');
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** Says what is wrong; with `--check`, also what is not. */
async function check({ port, check: all, class: names, notebooks }: HubOptions): Promise<boolean> {
  const shared = [
    here.node,
    hubPython(here),
    here.modules,
    join(here.root, 'lib', 'dist'),
    join(here.root, 'data'),
    here.tensorflow,
    join(here.venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json'),
    join(here.root, 'tools', 'tslab', 'preload.ts'),
    handedOut(notebooks),
  ];
  const found = await findings({ shared, python: hubPython(here), ports: [port, port + 1, port + 2] });
  for (const { what, wrong, optional } of found)
    if (all || wrong !== undefined)
      console.log(wrong === undefined ? `✓ ${what}` : `${optional ? '–' : '✗'} ${what}: ${wrong}`);
  readClass(readFileSync(names, 'utf8'));
  return found.every(({ wrong, optional }) => wrong === undefined || optional);
}

async function run({
  class: file,
  port,
  notebooks,
  homes,
  megabytes,
  ...options
}: HubOptions): Promise<number> {
  const people = readClass(readFileSync(file, 'utf8'));
  // What is in it – passwords, tokens – is for root alone.
  const state = options.state ?? join(here.root, 'hub');
  mkdirSync(state, { recursive: true });
  chmodSync(state, 0o700);
  const hub = {
    project: here.root,
    state,
    names: people.map(({ name }) => name),
    teachers: people.filter(({ teacher }) => teacher).map(({ name }) => name),
    port,
    notebooks: handedOut(notebooks),
    homes,
    megabytes,
    processes: PROCESSES,
    idle: IDLE_SECONDS,
    proxy: [here.node, proxyOf(here)],
    environment: environmentOfPeople(people.length),
  };
  const python = hubPython(here);
  const config = join(here.root, 'tools', 'hub', 'jupyterhub_config.py');
  console.log(`JupyterHub for ${people.length} at http://127.0.0.1:${port} – Ctrl-C ends it`);
  const child = spawn(python, ['-m', 'jupyterhub', '--config', config], {
    cwd: state,
    env: { ...process.env, GAN_HUB: JSON.stringify(hub) },
    stdio: 'inherit',
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** The students' versions, if they have been made. */
function handedOut(notebooks: string | undefined): string {
  const students = join(here.root, 'workshop', 'student');
  return notebooks ?? (existsSync(students) ? students : join(here.root, 'notebooks'));
}

/** What everybody's server and kernels find in their environment; nothing of it is secret. */
function environmentOfPeople(people: number): Record<string, string> {
  const jupyter = (part: string): string => join(here.venv, part, 'jupyter');
  return {
    ...TENSORFLOW,
    PATH: [dirname(here.node), dirname(hubPython(here)), '/usr/bin', '/bin'].join(delimiter),
    PYTHONNOUSERSITE: '1',
    JUPYTER_PREFER_ENV_PATH: '0',
    JUPYTER_PATH: jupyter('share'),
    JUPYTER_CONFIG_PATH: jupyter('etc'),
    TF_NUM_INTRAOP_THREADS: String(Math.max(1, Math.floor(availableParallelism() / people))),
  };
}
