/**
 * A hub with a class in it, for real: `sudo node --import ./tools/commands/preload.ts tests/hub/rehearsal.ts [PEOPLE] [LESSON] [PROFILE] [SPAWNER]`.
 *
 * Everybody logs in at once and runs the lesson; then somebody tries to get at what is another's, somebody's kernel is killed,
 * somebody takes all memory and somebody starts processes without end. The others must not notice. Meanwhile a teacher hands out,
 * collects, and sees who is at which cell. It makes accounts of this
 * machine, gan-ada and so on, and removes them. Too long, and too much for any machine, to be part of `npm test`.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { spawnerHere } from '../../tools/hub/spawner.ts';
import { project } from '../../tools/setup/project.mjs';
import { ask, Person, type Ran } from './people.ts';

const [count = '3', lesson = '00-start-here', profile = 'quick', spawner = spawnerHere()] =
  process.argv.slice(2);
const NAMES = ['ada', 'bob', 'cid', 'dora', 'eve', 'finn', 'gus', 'hana'].slice(0, Number(count));
if (NAMES.length < 3) throw new RangeError('three people are needed: each of three faults is somebody’s');
const TEACHER = 'tess';
const PORT = 18_700;
const HOMES = '/home';
const ADA = `${HOMES}/gan-ada`;
const HUB = `http://127.0.0.1:${PORT}`;
const here = project();
const token = randomUUID();
const folder = mkdtempSync(join(tmpdir(), 'gan-class-'));
writeFileSync(join(folder, 'names.txt'), [...NAMES, `${TEACHER} teacher`].join('\n'));

let failed = 0;
function expect(what: string, holds: boolean, seen = ''): void {
  if (!holds) failed += 1;
  console.log(`${holds ? '✓' : '✗'} ${what}${holds ? '' : `: ${seen}`}`);
}

/** The processes of an account that this program has had made. */
function pidsOf(name: string): number[] {
  const { stdout } = spawnSync('pgrep', ['-u', `gan-${name}`], { encoding: 'utf8' });
  return stdout.trim().split('\n').filter(Boolean).map(Number);
}

/** Memory of an account's processes in MB, each page once. */
function memoryOf(name: string): number {
  const kilobytes = pidsOf(name).map((pid) => {
    try {
      return Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0; // it has ended
    }
  });
  return Math.round(kilobytes.reduce((a, b) => a + b, 0) / 1024);
}

/** Processor seconds of an account's processes and of those that have ended and were theirs. */
function processorOf(name: string): number {
  const ticks = pidsOf(name).map((pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    } catch {
      return 0; // it has ended
    }
  });
  return ticks.reduce((a, b) => a + b, 0) / 100; // USER_HZ, on Linux
}

const state = join(folder, 'state');
const options = [
  '--class',
  join(folder, 'names.txt'),
  '--port',
  String(PORT),
  '--megabytes',
  '2000',
  '--state',
  state,
  '--spawner',
  spawner,
];
/** `npm run hub` with these options, and what it prints. */
function command(...more: string[]): string {
  const program = join(here.root, 'tools', 'commands', 'hub.ts');
  return execFileSync(here.node, [...process.execArgv, program, ...options, ...more], {
    env: { ...process.env, INIT_CWD: folder },
    encoding: 'utf8',
  });
}

const log = openSync(join(tmpdir(), 'gan-rehearsal-hub.log'), 'w');
const hub = spawn(
  here.node,
  [...process.execArgv, join(here.root, 'tools', 'commands', 'hub.ts'), ...options],
  {
    env: { ...process.env, GAN_HUB_TOKEN: token, INIT_CWD: folder },
    stdio: ['ignore', log, log],
  },
);
try {
  for (let tries = 0; tries < 240; tries++) {
    const up = await ask(`${HUB}/hub/api/`, token).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    if (hub.exitCode !== null) throw new Error('the hub has ended');
    await setTimeout(500);
  }

  const people = await Promise.all(NAMES.map((name) => Person.logIn(HUB, token, name)));
  console.log(`servers up after ${people.map(({ startup }) => startup.toFixed(1)).join(', ')} s`);
  console.log(`memory of a server: ${NAMES.map(memoryOf).join(', ')} MB`);

  const kernels = await Promise.all(people.map((person) => person.kernel()));
  const notebook = await people[0]!.notebook(`${lesson}.ipynb`);
  const { cells } = notebook;
  const codes = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source);
  await Promise.all(kernels.map((kernel) => kernel.run(`process.env.GAN_SET = '{"profile":"${profile}"}'`)));
  const peaks = NAMES.map(() => 0);
  const watch = setInterval(
    () => NAMES.forEach((name, i) => (peaks[i] = Math.max(peaks[i]!, memoryOf(name)))),
    2000,
  );
  const start = performance.now();
  const runs = await Promise.all(
    kernels.map(async (kernel) => {
      const ran: Ran[] = [];
      for (const code of codes) ran.push(await kernel.run(code));
      return ran;
    }),
  );
  clearInterval(watch);
  const bad = (ran: Ran): boolean => ran.status !== 'ok' && !ran.text.includes('not solved yet');
  for (const [i, ran] of runs.entries()) {
    const wrong = ran.find(bad);
    expect(
      `${NAMES[i]} runs ${lesson}`,
      wrong === undefined,
      `${wrong?.status}: ${wrong?.text.slice(0, 300)}`,
    );
  }
  const slowest = Math.max(...runs.flat().map(({ seconds }) => seconds));
  console.log(
    `${codes.length} cells each in ${((performance.now() - start) / 1000).toFixed(0)} s, the slowest cell ${slowest.toFixed(1)} s`,
  );
  console.log(`memory at most: ${peaks.join(', ')} MB a person`);
  console.log(`processor: ${NAMES.map((name) => processorOf(name).toFixed(0)).join(', ')} s a person`);

  await teaching(people, runs);

  await isolation(people, await kernels[1]!.run('console.log(process.pid)'));
  await faults();

  /** With files: who is at which cell, a notebook for all, everybody's notebooks; and what a teacher's token opens. */
  async function teaching([ada, bob, ...others]: Person[], [ofAda, ofBob]: Ran[][]): Promise<void> {
    await ada!.save(`${lesson}.ipynb`, notebook, ofAda!);
    await bob!.save(`${lesson}.ipynb`, notebook, ofBob!.slice(0, 5));
    const lines = command('--progress').trim().split('\n');
    console.log(lines.join('\n'));
    const lineOf = (name: string): string => lines.find((line) => line.startsWith(name)) ?? '';
    expect('ada is seen at the last cell', lineOf('ada').includes(`cell ${codes.length} of ${codes.length}`));
    expect('bob is seen at the fifth', lineOf('bob').includes(`cell 5 of ${codes.length}`));
    expect(
      'and the others at none',
      others.every(({ name }) => lineOf(name).includes('has run no cell')),
    );
    expect('who never came is told', lineOf(TEACHER).includes('has never logged in'));

    const extra = join(folder, 'extra.ipynb');
    writeFileSync(extra, JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    console.log(command('--hand-out', extra).trim());
    expect('what is handed out can be opened', (await bob!.notebook('extra.ipynb')).cells.length === 0);
    const tess = await Person.logIn(HUB, token, TEACHER);
    expect('and by whoever comes later', (await tess.notebook('extra.ipynb')).cells.length === 0);

    // Somebody names another's notebook as their own.
    const linked = spawnSync('setpriv', [
      ...['--reuid=gan-bob', '--regid=gan-bob', '--clear-groups', 'ln', '-sf'],
      ...[`${ADA}/notebooks/${lesson}.ipynb`, `${HOMES}/gan-bob/notebooks/extra.ipynb`],
    ]);
    const collected = join(folder, 'collected');
    command('--collect', lesson, 'extra', '--out', collected);
    const of = (name: string, file: string): string => join(collected, name, file, `${file}.ipynb`);
    expect(
      'notebooks are collected',
      NAMES.every((name) => existsSync(of(name, lesson))),
    );
    expect('as they were saved', readFileSync(of('bob', lesson), 'utf8').includes('iopub.status.busy'));
    expect(
      'but not another’s',
      linked.status === 0 && existsSync(of('ada', 'extra')) && !existsSync(of('bob', 'extra')),
    );

    const opened = await ask(ada!.address('api/contents'), tess.token);
    expect('a teacher opens the server of everybody', opened.ok, String(opened.status));
    const listed = await ask(`${HUB}/hub/api/users`, tess.token);
    expect('and sees who is there', listed.ok, String(listed.status));
  }

  async function isolation([ada, bob]: Person[], ownPid: Ran): Promise<void> {
    const adaPid = execFileSync('pgrep', ['-o', '-u', 'gan-ada'], { encoding: 'utf8' }).trim();
    const adaSockets = execFileSync('find', [`${ADA}/.local`, '-type', 's'], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect('kernels are reached by files', adaSockets[0] !== '', 'there is no socket in a home');
    const tries: Record<string, string> = {
      'read a home': `fs.readdirSync('${ADA}')`,
      'read a notebook': `fs.readFileSync('${ADA}/notebooks/${lesson}.ipynb')`,
      'write a notebook': `fs.writeFileSync('${ADA}/notebooks/x', '')`,
      'read the hub’s database': `fs.readFileSync('${state}/hub.sqlite')`,
      'read the passwords': `fs.readdirSync('${state}')`,
      'read an environment': `fs.readFileSync('/proc/${adaPid}/environ')`,
      'kill a process': `process.kill(${adaPid}, 'SIGKILL')`,
      'connect to a kernel': `await new Promise((_, fail) => require('net').connect('${adaSockets[0]}').on('error', fail).on('connect', () => fail(new Error('CONNECTED'))))`,
      'write the project': `fs.writeFileSync('${here.root}/lib/dist/index.js', '')`,
      'write the data': `fs.writeFileSync('${here.root}/data/x', '')`,
    };
    const kernel = await bob!.kernel();
    for (const [what, code] of Object.entries(tries)) {
      const { text } = await kernel.run(
        `{ const fs = require('fs'); try { ${code}; console.log('DONE'); } catch (e) { console.log((e as any).code); } }`,
      );
      expect(`nobody may ${what}`, /EACCES|EPERM/.test(text), text);
    }
    for (const [whose, path] of [
      ['server', ada!.address('api/contents')],
      ['kernels', ada!.address('api/kernels')],
    ]) {
      const { status } = await ask(path!, bob!.token);
      expect(`a token opens nobody else’s ${whose}`, [403, 404].includes(status), String(status));
    }
    const { status } = await ask(`${HUB}/hub/api/users`, bob!.token);
    expect('nobody lists the others', status === 403, String(status));
    expect(
      'a kernel is its owner’s own',
      Number(ownPid.text) > 0 && ownPid.text.trim() !== adaPid,
      ownPid.text,
    );
  }

  /** One kernel killed, one out of memory, one fork bomb: the last person does not notice. */
  async function faults(): Promise<void> {
    const [a, b, c] = kernels;
    const last = kernels.at(-1)!;
    const calm = last === c ? await people[0]!.kernel() : last;
    const killed = a!.run('process.kill(process.pid, "SIGKILL")', 30);
    const hungry = b!.run(
      'const all: Buffer[] = []; for (;;) { all.push(Buffer.alloc(2 ** 26, 1)); await new Promise((go) => setTimeout(go, 5)); }',
      120,
    );
    const forks =
      "const { spawn } = require('child_process'); let made = 0, refused = 0; for (let i = 0; i < 600; i++) { const p = spawn('sleep', ['20']); p.on('error', () => refused++); p.on('spawn', () => made++); } await new Promise((go) => setTimeout(go, 4000)); console.log('made', made, 'refused', refused);";
    const bomb = c!.run(forks, 60);
    const seen = [];
    for (let i = 0; i < 5; i++) seen.push(await calm.run('console.log(6 * 7)', 60));
    expect(
      'the others do not notice',
      seen.every(({ text }) => text.trim() === '42'),
      seen.map(({ status }) => status).join(),
    );
    console.log(
      `their slowest cell meanwhile: ${Math.max(...seen.map(({ seconds }) => seconds)).toFixed(1)} s`,
    );
    expect('a kernel that is killed ends', (await killed).status === 'dead');
    const ate = await hungry;
    expect('who takes all memory is stopped', ate.status !== 'ok' && memoryOf(NAMES[1]!) < 2000, ate.status);
    const { text, status } = await bomb;
    const refused = Number(/refused (\d+)/.exec(text)?.[1] ?? 0);
    expect('a fork bomb ends at its own account', refused > 0 || status !== 'ok', text);
    const { ok } = await ask(people.at(-1)!.address('api/status'), people.at(-1)!.token);
    expect('servers go on', ok);
  }
} finally {
  hub.kill('SIGTERM');
  await Promise.race([once(hub, 'exit'), setTimeout(60_000)]);
  for (const name of [...NAMES, TEACHER]) {
    // Once is not enough for what starts others.
    for (let left = pidsOf(name); left.length > 0; left = pidsOf(name)) {
      for (const pid of left) spawnSync('kill', ['-KILL', String(pid)]);
      await setTimeout(500);
    }
    spawnSync('userdel', ['--remove', `gan-${name}`]);
  }
  rmSync(folder, { recursive: true });
}
console.log(failed === 0 ? 'all as it should be' : `${failed} not as it should be`);
console.log(readdirSync(HOMES).filter((name) => name.startsWith('gan-')).length, 'homes left');
process.exitCode = failed === 0 ? 0 : 1;
