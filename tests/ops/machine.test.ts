/** The threads of the own kernels where threads, memory or processors are scarce: by machine.cc, a program of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { project, SYSTEM } from '../../tools/setup/project.mjs';
import { compiler } from '../../tools/setup/steps/compiler.mjs';

const KERNELS = process.env['GAN_KERNELS_SOURCES'] ?? join(project().root, 'lib', 'src', 'ops', 'kernels');
const SOURCES = [
  fileURLToPath(new URL('machine.cc', import.meta.url)),
  ...['threads.cc', 'processors.cc'].map((file) => join(KERNELS, file)),
];

const folder = mkdtempSync(join(tmpdir(), 'machine-'));
const program = join(folder, 'machine');

/** Runs a program without what the test's own process was started with. */
function run(command: string, args: readonly string[], environment: Record<string, string> = {}) {
  const { LD_PRELOAD, TF_NUM_INTRAOP_THREADS, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...inherited, ...environment },
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout.trim();
}

const FOUR = { TF_NUM_INTRAOP_THREADS: '4' };

/** A processor that this process may use. */
const firstProcessor = () => /\d+/.exec(run('taskset', ['-cp', String(process.pid)]).split(':')[1]!)![0];

const V1 = '3:cpuset:/\n2:cpu,cpuacct:/outer/inner\n1:memory:/outer\n';

const GROUPS: Record<string, { memberships: string; files: Record<string, string>; processors: string }> = {
  'version 2, a container': {
    memberships: '0::/\n',
    files: { 'cpu.max': '150000 100000\n' },
    processors: '1.5',
  },
  'version 2, none': { memberships: '0::/\n', files: { 'cpu.max': 'max 100000\n' }, processors: 'inf' },
  'version 2, of the group around it': {
    memberships: '0::/outer/inner\n',
    files: { 'outer/cpu.max': '300000 100000\n', 'outer/inner/cpu.max': 'max 100000\n' },
    processors: '3',
  },
  'version 1, the smallest of those around it': {
    memberships: V1,
    files: {
      'cpu/outer/inner/cpu.cfs_quota_us': '400000\n',
      'cpu/outer/inner/cpu.cfs_period_us': '100000\n',
      'cpu/outer/cpu.cfs_quota_us': '100000\n',
      'cpu/outer/cpu.cfs_period_us': '50000\n',
    },
    processors: '2',
  },
  'version 1, none': {
    memberships: V1,
    files: { 'cpu/cpu.cfs_quota_us': '-1\n', 'cpu/cpu.cfs_period_us': '100000\n' },
    processors: 'inf',
  },
  'version 1, a container that sees its own group as the root': {
    memberships: '2:cpu:/docker/0123\n',
    files: { 'cpu/cpu.cfs_quota_us': '50000\n', 'cpu/cpu.cfs_period_us': '100000\n' },
    processors: '0.5',
  },
  'none at all': { memberships: '', files: {}, processors: 'inf' },
};

suite('the threads of the kernels', { skip: SYSTEM !== 'linux-x64' && 'they are not compiled here' }, () => {
  before(() => {
    const [command, ...first] = compiler(project());
    const options = (process.env['CXXFLAGS'] ?? '-O1').split(' ');
    run(command, [
      ...first,
      ...options,
      '-std=c++17',
      '-pthread',
      `-I${KERNELS}`,
      ...SOURCES,
      '-ldl',
      '-o',
      program,
    ]);
  });
  after(() => rmSync(folder, { recursive: true }));

  test('do each index of a loop once', () => void run(program, ['each index once'], FOUR));

  test('are fewer where the system makes no more, and an interrupt still arrives', () =>
    void run(program, ['few threads'], { TF_NUM_INTRAOP_THREADS: '8' }));

  test('are the caller alone where the system makes none', () => void run(program, ['no threads'], FOUR));

  test('have memory again after a call for which there was none', () =>
    void run(program, ['out of memory'], FOUR));

  test('let others run while they wait', () => void run(program, ['waiting yields'], FOUR));

  test('are as many as the process may use processors', () => {
    assert.equal(run('taskset', ['-c', firstProcessor(), program, 'threads']), '1');
    assert.ok(Number(run(program, ['threads'])) <= availableParallelism());
  });

  for (const [name, { memberships, files, processors }] of Object.entries(GROUPS)) {
    test(`know the quota of control groups: ${name}`, () => {
      const root = mkdtempSync(join(folder, 'groups-'));
      const list = join(root, 'memberships');
      writeFileSync(list, memberships);
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
      assert.equal(run(program, ['granted', list, root]), processors);
    });
  }
});
