/** `npm run bench [-- --only NAME,…] [--json FILE] [--against FOLDER] [--profile CASE]`: how fast we train, measured against others. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { against } from '../bench/against.ts';
import { LESSONS, PICTURES, SYSTEMS, type Case } from '../bench/cases.ts';
import { torchStep } from '../bench/environment.ts';
import { growth } from '../bench/growth.ts';
import type { Row } from '../bench/measure.ts';
import { quality } from '../bench/quality.ts';
import type { ProfileRow } from '../bench/profile.ts';
import { ours, THREADS } from '../bench/sides.ts';
import { start } from '../bench/start.ts';
import { steps, systems } from '../bench/steps.ts';
import { printHead, printProfile, printRow } from '../bench/print.ts';
import { UserError } from '../setup/user-error.mjs';
import { project } from '../setup/project.mjs';
import { setUp } from '../setup/steps.mjs';

type Rows = Iterable<Row> | AsyncIterable<Row>;
type Part = (say: (line: string) => void) => Rows;

const PARTS: Readonly<Record<string, Part>> = { steps, systems, start, growth, quality };
const CASES: Readonly<Record<string, Case>> = { ...LESSONS, ...SYSTEMS, ...PICTURES };

try {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      against: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  if (values.profile !== undefined) await profile(values.profile);
  else if (values.against !== undefined) await table([against(values.against, console.log)], values.json);
  else await bench(values.only?.split(','), values.json);
} catch (error) {
  if (!(error instanceof UserError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')))
    throw error;
  console.error((error as Error).message);
  process.exitCode = 2;
}

async function bench(only = Object.keys(PARTS), json?: string): Promise<void> {
  const chosen = only.map((name) => part(name, PARTS, '--only'));
  await setUp(project(), [torchStep]);
  await table(
    chosen.map((measure) => measure(console.log)),
    json,
  );
}

/** Prints the rows of all parts while they are measured. */
async function table(parts: readonly Rows[], json?: string): Promise<void> {
  console.log(`${cpus()[0]!.model}, ${THREADS} threads on every side, Node ${process.versions.node}`);
  const rows: Row[] = [];
  printHead();
  for (const part of parts) {
    for await (const row of part) {
      printRow(row);
      rows.push(row);
    }
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
}

async function profile(name: string): Promise<void> {
  const worker = await ours(part(name, CASES, '--profile'));
  await worker.run(3);
  const { rows } = await worker.ask<{ rows: ProfileRow[] }>({ do: 'profile', steps: 10 });
  await worker.end();
  printProfile(rows);
}

function part<T>(name: string, parts: Readonly<Record<string, T>>, option: string): T {
  const found = parts[name];
  if (found === undefined) {
    throw new UserError(`${option} ${name}: choose of ${Object.keys(parts).join(', ')}.`);
  }
  return found;
}
