/**
 * `npm run hub -- --class names.txt [--port N]`: JupyterHub for a class on this machine; `--check` says what would fail.
 * With `--progress`, `--hand-out` or `--collect`, what a teacher does meanwhile: with files, whether the hub runs or not.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, delimiter, join } from 'node:path';
import { findings } from '../hub/check.ts';
import { hubPython, hubSteps, proxyOf, sharedBy } from '../hub/environment.ts';
import { hubOptions, readClass, type HubOptions, type Person } from '../hub/options.ts';
import { systemdSettings } from '../hub/spawner.ts';
import { collect, handOut, progress, type Classroom } from '../hub/teacher.ts';
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
  process.exitCode = await perform(options);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function perform(options: HubOptions): Promise<number> {
  const people = readClass(readFileSync(options.class, 'utf8'));
  const state = options.state ?? join(here.root, 'hub');
  const room: Classroom = {
    python: hubPython(here),
    names: people.map(({ name }) => name),
    folders: [lessons(options.notebooks), join(state, 'handed-out')],
    modules: here.modules,
  };
  const { task } = options;
  switch (task.do) {
    case 'progress':
      return say([progress(room)]);
    case 'hand-out':
      return say(handOut(room, task.files));
    case 'collect':
      return say(collect(room, task.lessons, task.out ?? join(state, 'collected')));
    case 'check':
      return (await check(options, room, true)) ? 0 : 1;
    case 'run':
      if (await check(options, room, false)) return run(options, people, state, room);
      throw new UserError('The hub is not started: see what is marked ✗.');
  }
}

function say(lines: readonly string[]): number {
  for (const line of lines) console.log(line);
  return 0;
}

/** Says what is wrong; with `all`, also what is not. */
async function check(
  { port }: HubOptions,
  { folders: [handedOut] }: Classroom,
  all: boolean,
): Promise<boolean> {
  // Kernels of others cannot do it.
  const complaints = compileLibrary();
  if (complaints !== '') throw new UserError(`lib does not compile:\n${complaints}`);
  const shared = [...sharedBy(here), handedOut];
  const found = await findings({ shared, python: hubPython(here), ports: [port, port + 1, port + 2] });
  for (const { what, wrong, optional } of found)
    if (all || wrong !== undefined)
      console.log(wrong === undefined ? `✓ ${what}` : `${optional ? '–' : '✗'} ${what}: ${wrong}`);
  return found.every(({ wrong, optional }) => wrong === undefined || optional);
}

async function run(
  { port, homes, megabytes, spawner }: HubOptions,
  people: readonly Person[],
  state: string,
  { names, folders }: Classroom,
): Promise<number> {
  // What is in it – passwords, tokens – is for root alone.
  mkdirSync(state, { recursive: true });
  chmodSync(state, 0o700);
  const hub = {
    project: here.root,
    state,
    names,
    teachers: people.filter(({ teacher }) => teacher).map(({ name }) => name),
    port,
    notebooks: folders,
    homes,
    megabytes,
    processes: PROCESSES,
    systemd: spawner === 'systemd' ? systemdSettings({ megabytes, processes: PROCESSES }) : null,
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

/** What is handed out at first: the students' versions, if they have been made. */
function lessons(notebooks: string | undefined): string {
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
