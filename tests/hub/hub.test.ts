/** What can be tested of a hub without making accounts; tests/hub/rehearsal.ts does the rest, by hand. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { suite, test, type TestContext } from 'node:test';
import { findings, hindrance, writable } from '../../tools/hub/check.ts';
import { hubPython, sharedBy } from '../../tools/hub/environment.ts';
import { hubOptions, readClass } from '../../tools/hub/options.ts';
import { project } from '../../tools/setup/project.mjs';
import { spawnerHere, systemdSettings } from '../../tools/hub/spawner.ts';
import { temporaryFolder } from '../setup/temporary.ts';

suite('a class', () => {
  test('is read, comments and empty lines left out', () => {
    assert.deepEqual(readClass('# autumn\nada\n\n grace teacher # since 1952\n'), [
      { name: 'ada', teacher: false },
      { name: 'grace', teacher: true },
    ]);
  });

  test('has no names that an account may not have, none twice, and somebody in it', () => {
    for (const name of ['../x', 'Ada', '1a', 'a b', 'a'.repeat(22), 'root;reboot'])
      assert.throws(() => readClass(`bob\n${name}`), /is no name/, name);
    assert.throws(() => readClass('ada\nbob\nada'), /two adas/);
    assert.throws(() => readClass('# nobody\n'), /nobody in the class/);
  });
});

suite('options of a hub', () => {
  test('are read, paths from where the user stands', () => {
    const options = hubOptions(['--class', 'names.txt', '--port', '9000'], { INIT_CWD: '/course' });
    assert.equal(options.class, '/course/names.txt');
    assert.deepEqual([options.port, options.megabytes, options.task], [9000, 2000, { do: 'run' }]);
  });

  test('say what is to be done instead of running it, files and lessons one after the other', () => {
    const taskOf = (...args: string[]) => hubOptions(['--class', 'x', ...args], { INIT_CWD: '/course' }).task;
    assert.deepEqual(taskOf('--check'), { do: 'check' });
    assert.deepEqual(taskOf('--progress'), { do: 'progress' });
    assert.deepEqual(taskOf('--hand-out', 'a.ipynb', '/b.ipynb'), {
      do: 'hand-out',
      files: ['/course/a.ipynb', '/b.ipynb'],
    });
    assert.deepEqual(taskOf('--collect', '01', '02', '--out', 'in'), {
      do: 'collect',
      lessons: ['01', '02'],
      out: '/course/in',
    });
  });

  test('that make no sense are refused, with what is allowed', () => {
    assert.throws(() => hubOptions([], {}), /a class is needed: npm run hub/);
    assert.throws(
      () => hubOptions(['--class', 'x', '--port', '80'], {}),
      /--port 80 is not an integer from 1024/,
    );
    const refuses = (expected: RegExp, ...args: string[]) =>
      assert.throws(() => hubOptions(['--class', 'x', ...args], {}), expected);
    refuses(/--trust/, '--trust');
    refuses(/--progress and --collect are two things to do/, '--collect', '01', '--progress');
    refuses(/01 belongs to no option/, '01');
    refuses(/--spawner simple is none of processes, systemd/, '--spawner', 'simple');
    refuses(/--out is for --collect/, '--out', 'in');
  });
});

suite('servers are started', () => {
  test('by systemd where it has started the machine, and as processes elsewhere', (t) => {
    const folder = temporaryFolder(t);
    assert.equal(spawnerHere(folder), 'systemd');
    assert.equal(spawnerHere(join(folder, 'not')), 'processes');
    assert.equal(hubOptions(['--class', 'x', '--spawner', 'systemd'], {}).spawner, 'systemd');
  });

  // What systemd does with them nobody has seen: there was no machine that has it.
  test('by systemd with the account, the limits and the privacy that processes have', () => {
    const settings = systemdSettings({ megabytes: 1500, processes: 300 });
    assert.deepEqual([settings['username_template'], settings['mem_limit']], ['gan-{USERNAME}', '1500M']);
    assert.equal(settings['disable_user_sudo'], true);
    const properties = settings['unit_extra_properties'] as Record<string, string>;
    assert.deepEqual([properties['TasksMax'], properties['UMask']], ['300', '0077']);
    // The spawner fills names into these, so that every other value must be a text.
    for (const [name, value] of Object.entries(properties)) assert.equal(typeof value, 'string', name);
  });
});

test('what everybody reads is there, but for what the first hub makes', () => {
  const here = project();
  const missing = sharedBy(here).filter((path) => !existsSync(path) && path !== hubPython(here));
  assert.deepEqual(missing, []);
});

suite('what others may not read', () => {
  /** A file in a folder of which others may enter what is above it. */
  function file(t: TestContext): string {
    const folder = join(temporaryFolder(t), 'shared');
    chmodSync(dirname(folder), 0o755);
    mkdirSync(folder, { mode: 0o755 });
    writeFileSync(join(folder, 'file'), '', { mode: 0o644 });
    return join(folder, 'file');
  }

  test('is found by its rights, and by those of the folders on the way, links followed', (t) => {
    const path = file(t);
    assert.equal(hindrance(path), undefined, `nobody enters ${tmpdir()}`);
    chmodSync(path, 0o600);
    assert.match(hindrance(path) ?? '', /file may not be read by others/);
    chmodSync(path, 0o644);
    const link = join(temporaryFolder(t), 'link');
    symlinkSync(path, link);
    assert.equal(hindrance(link), undefined);
    chmodSync(dirname(path), 0o700);
    assert.match(hindrance(link) ?? '', /shared may not be entered by others/);
    assert.match(hindrance(`${path}-not`) ?? '', /is not there/);
  });

  test('is not what everybody may write', (t) => {
    const path = file(t);
    assert.equal(writable(path), undefined);
    chmodSync(path, 0o666);
    assert.match(writable(path) ?? '', /may be written by everybody/);
  });

  test('a port that is taken is named', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const found = await findings({ shared: [], python: '/bin/false', ports: [port] });
    server.close();
    assert.equal(found.find(({ what }) => what.includes(String(port)))?.wrong, 'choose another --port');
    assert.match(found.find(({ what }) => what.includes('Python'))?.wrong ?? '', /bin.false/);
  });
});
