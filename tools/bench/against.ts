/** Each lesson's step against that of another checkout, an older one say: does an edit slow anything down? */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environment } from '../setup/environment.mjs';
import { UserError } from '../setup/user-error.mjs';
import { project, type Project } from '../setup/project.mjs';
import { LESSONS, type Case } from './cases.ts';
import { alternate, compare, type Row } from './measure.ts';
import { ours } from './sides.ts';
import { Worker, type Runner } from './worker.ts';

const TARGET = 1.03;

/**
 * Steps alone, and the trainer's where the other checkout's benchmark has them.
 *
 * @param folder another clone, whose own benchmark builds its cases and runs them
 * @throws UserError if it is none, or not set up
 */
export async function* against(folder: string, say: (line: string) => void): AsyncGenerator<Row> {
  const other = clone(folder);
  const theirCases = casesOf(other);
  for (const [key, which] of Object.entries<Case>(LESSONS)) {
    const own = await ours(which);
    const theirs = new Worker(basename(other.root), other.node, programOf(other), placeOf(other));
    await theirs.ask({ do: 'prepare', case: theirCases[key] });
    yield await faceOff(`${which.name} step alone`, own, theirs);
    try {
      await theirs.trained.run(2);
      yield await faceOff(`${which.name} step`, own.trained, theirs.trained);
    } catch (error) {
      say(`  ${which.name} without the trainer's step of ${(error as Error).message}`);
    }
    await Promise.all([own.end(), theirs.end()]);
  }
}

async function faceOff(what: string, own: Runner, theirs: Runner): Promise<Row> {
  const name = `that of ${theirs.name}`;
  const times = await alternate([own, { name, run: theirs.run }]);
  return compare(what, times.get(own.name)!, { name, times: times.get(name)! }, TARGET);
}

function clone(folder: string): Project {
  const other = project(resolve(folder));
  const lacking = [other.node, other.kernels, join(other.root, 'lib', 'dist', 'index.js')].find(
    (path) => !existsSync(path),
  );
  if (lacking !== undefined) {
    throw new UserError(
      `--against ${folder}: no clone that is set up, ${relative(other.root, lacking)} is missing; npm run bench -- --profile dcgan there makes it.`,
    );
  }
  return other;
}

const placeOf = (other: Project) => ({ cwd: other.root, env: environment(other) });

const preloadOf = ({ root }: Project) => [
  '--import',
  pathToFileURL(join(root, 'tools', 'commands', 'preload.ts')).href,
];

const programOf = (other: Project) => [...preloadOf(other), join(other.root, 'tools', 'bench', 'ours.ts')];

/** The lessons' cases as that checkout writes them: options may have had other names. */
function casesOf(other: Project): Record<string, object> {
  const cases = pathToFileURL(join(other.root, 'tools', 'bench', 'cases.ts')).href;
  const { stdout, stderr } = spawnSync(
    other.node,
    [
      ...preloadOf(other),
      ...['--input-type=module', '--eval'],
      `import * as cases from ${JSON.stringify(cases)};
       const { vanilla, dcgan, largeDcgan, infogan, wgan, wganGp } = cases;
       const all = { vanilla, dcgan: dcgan(), 'large-dcgan': largeDcgan, infogan, wgan, 'wgan-gp': wganGp };
       console.log(JSON.stringify(all));`,
    ],
    { ...placeOf(other), encoding: 'utf8' },
  );
  const line = stdout.trim().split('\n').at(-1)!;
  if (!line.startsWith('{'))
    throw new UserError(`--against: its cases cannot be read: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(line) as Record<string, object>;
}
