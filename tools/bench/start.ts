/** What a reader waits for: the first cell of a notebook, kernel start included, and a trivial cell after it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelspec } from '../tslab/kernelspec.mjs';
import { environment } from '../setup/environment.mjs';
import { project } from '../setup/project.mjs';
import { median, row, type Row } from './measure.ts';

const ROUNDS = 5;
const PROGRAM = fileURLToPath(new URL('kernel.py', import.meta.url));

const TENSORFLOW = `import * as tf from '@tensorflow/tfjs-node';`;
const PEER = `${TENSORFLOW}\ntf.version;`;
const ROOMS = 'data, games, losses, metrics, models, notebook, plots, training';
const OURS = `${TENSORFLOW}\nimport { ${ROOMS} } from 'gan-lib';\n[tf, ${ROOMS}].length;`;

/** Milliseconds from the start of a kernel to the end of its first cell, and of a trivial cell after it. */
function firstCells(imports: string): [number, number] {
  const here = project();
  const { stdout, stderr } = spawnSync(here.python, [PROGRAM], {
    input: JSON.stringify({
      spec: kernelspec(here),
      cwd: join(here.root, 'notebooks'),
      cells: [imports, '1 + 1'],
    }),
    encoding: 'utf8',
    env: environment(here),
  });
  if (!stdout) throw new Error(`The kernel did not start: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout) as [number, number];
}

export function* start(): Generator<Row> {
  const [own, peer, trivial]: number[][] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = firstCells(OURS);
    own!.push(first);
    trivial!.push(second);
    peer!.push(firstCells(PEER)[0]);
  }
  const ratios = own!.map((ms, round) => ms / peer![round]!);
  yield row('first cell, kernel start included', median(own!), 'tfjs-node alone', median(peer!), 1.5, ratios);
  yield row('trivial cell', median(trivial!), '150 ms', 150, 1);
}
