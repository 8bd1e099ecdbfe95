/** What is put into homes and taken out of them: home.py in a folder, as whoever runs the tests, and homes.py as root. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { collect, handOut, type Classroom } from '../../tools/hub/teacher.ts';
import { project } from '../../tools/setup/project.mjs';
import { temporaryFolder } from '../setup/temporary.ts';

const here = project();
const HUB = join(here.root, 'tools', 'hub');

/** What home.py says in a folder. */
function inHome(home: string, verb: 'put' | 'get', given: object): unknown {
  const { status, stdout, stderr } = spawnSync(here.python, ['-I', join(HUB, 'home.py'), verb], {
    cwd: home,
    env: {},
    input: JSON.stringify(given),
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** As if they had been changed last at second 1000. */
const dated = (notebooks: Record<string, string>) =>
  Object.fromEntries(Object.entries(notebooks).map(([name, text]) => [name, [text, 1000]]));

const put = (home: string, notebooks: Record<string, string>) =>
  inHome(home, 'put', { notebooks: dated(notebooks), modules: '/srv/gan/node_modules' });

suite('notebooks are put into a home', () => {
  test('for its owner alone, with the way to gan-lib', (t) => {
    const home = temporaryFolder(t);
    assert.deepEqual(put(home, { '01-ä.ipynb': '{"é": 1}', '02.ipynb': '2' }), ['01-ä.ipynb', '02.ipynb']);
    const folder = join(home, 'notebooks');
    assert.deepEqual(readdirSync(folder).sort(), ['01-ä.ipynb', '02.ipynb']);
    assert.equal(readFileSync(join(folder, '01-ä.ipynb'), 'utf8'), '{"é": 1}');
    assert.equal(lstatSync(folder).mode & 0o777, 0o700);
    assert.equal(lstatSync(join(folder, '02.ipynb')).mtimeMs, 1_000_000);
    assert.equal(lstatSync(join(folder, '02.ipynb')).mode & 0o777, 0o600);
    assert.equal(readlinkSync(join(home, 'node_modules')), '/srv/gan/node_modules');
  });

  test('but never over what is there, and through no link', (t) => {
    const home = temporaryFolder(t);
    const folder = join(home, 'notebooks');
    mkdirSync(folder);
    mkdirSync(join(home, 'node_modules'));
    writeFileSync(join(folder, '01.ipynb'), 'mine');
    symlinkSync(join(home, 'elsewhere'), join(folder, '02.ipynb'));
    assert.deepEqual(put(home, { '01.ipynb': 'theirs', '02.ipynb': 'theirs', '03.ipynb': 'new' }), [
      '03.ipynb',
    ]);
    assert.equal(readFileSync(join(folder, '01.ipynb'), 'utf8'), 'mine');
    assert.ok(!existsSync(join(home, 'elsewhere')));
    assert.deepEqual(readdirSync(folder).sort(), ['01.ipynb', '02.ipynb', '03.ipynb']);
  });
});

suite('a notebook is taken out of a home', () => {
  const get = (home: string, name: string | null) =>
    inHome(home, 'get', { name }) as { name: string; saved: number; text: string } | null;

  test('by its name, or the one saved last', (t) => {
    const home = temporaryFolder(t);
    assert.equal(get(home, null), null);
    put(home, { '01.ipynb': 'one', '02.ipynb': 'two', '03.ipynb': 'three' });
    for (const [name, seconds] of Object.entries({ '01.ipynb': 10, '02.ipynb': 30, '03.ipynb': 20 }))
      utimesSync(join(home, 'notebooks', name), seconds, seconds);
    assert.deepEqual(get(home, '03.ipynb'), { name: '03.ipynb', saved: 20_000, text: 'three' });
    assert.equal(get(home, null)!.name, '02.ipynb');
    assert.equal(get(home, '04.ipynb'), null);
  });

  test('if it is a file: not through a link, from a pipe, or without end', (t) => {
    const home = temporaryFolder(t);
    const path = (name: string) => join(home, 'notebooks', name);
    put(home, { 'good.ipynb': 'good', 'huge.ipynb': '' });
    writeFileSync(join(home, 'secret'), 'secret');
    symlinkSync(join(home, 'secret'), path('link.ipynb'));
    spawnSync('mkfifo', [path('pipe.ipynb')]);
    mkdirSync(path('folder.ipynb'));
    truncateSync(path('huge.ipynb'), 2 ** 33);
    for (const name of ['link', 'pipe', 'folder', 'huge'])
      assert.equal(get(home, `${name}.ipynb`), null, name);
    for (const name of ['good', 'huge']) utimesSync(path(`${name}.ipynb`), 10, 10);
    assert.equal(get(home, null)!.name, 'good.ipynb');
  });
});

/** Asks homes.py itself what an account without a name here may do in a folder. */
function asNobody(folder: string, verb: 'put' | 'get', given: object) {
  const program = `import json, sys; sys.path.insert(0, ${JSON.stringify(HUB)}); import homes
print(json.dumps(homes.inside(65534, 65534, sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))))`;
  return spawnSync('/usr/bin/python3', ['-c', program, folder, verb, JSON.stringify(given)], {
    encoding: 'utf8',
  });
}

const unable = process.getuid?.() !== 0 && 'only root becomes somebody else';
suite('in a home root is nobody but its owner', { skip: unable }, () => {
  test('so links lead root nowhere that the owner may not go', (t) => {
    const place = temporaryFolder(t);
    chmodSync(place, 0o755);
    const [home, private_] = [join(place, 'home'), join(place, 'private')];
    for (const folder of [home, private_]) mkdirSync(folder, { mode: 0o700 });
    chownSync(home, 65_534, 65_534);
    writeFileSync(join(private_, '01.ipynb'), 'of somebody else');
    const given = { notebooks: dated({ '02.ipynb': 'new' }), modules: '/srv/gan/node_modules' };

    // As it should be, for comparison.
    assert.deepEqual(JSON.parse(asNobody(home, 'put', given).stdout), ['02.ipynb']);
    assert.equal(lstatSync(join(home, 'notebooks', '02.ipynb')).uid, 65_534);

    spawnSync('mv', [join(home, 'notebooks'), join(home, 'old')]);
    symlinkSync(private_, join(home, 'notebooks'));
    const got = asNobody(home, 'get', { name: '01.ipynb' });
    assert.equal(got.stdout.trim(), 'null', got.stderr);
    const done = asNobody(home, 'put', given);
    assert.match(done.stderr, /OSError: PermissionError/);
    assert.deepEqual(readdirSync(private_), ['01.ipynb']);
    assert.deepEqual([lstatSync(private_).uid, lstatSync(private_).mode & 0o777], [0, 0o700]);
  });
});

suite('a teacher is told', () => {
  const room = (folder: string): Classroom => ({
    python: here.python,
    names: ['ada'],
    folders: [folder, join(folder, 'more')],
    modules: here.modules,
  });

  test('what cannot be handed out, before anybody gets anything', (t) => {
    const folder = temporaryFolder(t);
    for (const name of ['notes.txt', '.hidden.ipynb', 'a\nb.ipynb']) {
      writeFileSync(join(folder, name), '{}');
      assert.throws(() => handOut(room(folder), [join(folder, name)]), /is not named like a notebook/, name);
    }
    assert.throws(() => handOut(room(folder), [join(folder, 'none.ipynb')]), /none\.ipynb is not there/);
    assert.ok(!existsSync(join(folder, 'more')));
  });

  test('which lessons there are to collect', (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, 'more'));
    for (const name of ['01-one.ipynb', 'more/quiz.ipynb']) writeFileSync(join(folder, name), '{}');
    assert.throws(() => collect(room(folder), ['02'], join(folder, 'out')), /"02"; choose from 01-one, quiz/);
  });
});
