/** The runner of set-up's steps: what is done stays done, what was cut off is begun again. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { suite, test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../tools/setup/user-error.mjs';
import { project } from '../../tools/setup/project.mjs';
import { isDone, setUp, type Step } from '../../tools/setup/steps.mjs';
import { temporaryFolder } from './temporary.ts';

/** A set-up of two steps, each of which writes a file, in a folder of its own. */
function example(t: TestContext) {
  const here = project(temporaryFolder(t));
  const runs: string[] = [];
  const printed: string[] = [];
  const keys: Record<string, string> = { first: '1', second: '1' };
  const step = (id: string): Step => ({
    id,
    title: `The ${id} thing`,
    needs: { download: 0, disk: 10 },
    key: () => keys[id] ?? '',
    makes: () => [join(here.root, id)],
    run: async () => {
      runs.push(id);
      writeFileSync(join(here.root, id), '');
    },
  });
  const out = new Writable({
    write(chunk, _encoding, done) {
      printed.push(String(chunk));
      done();
    },
  });
  return { here, runs, printed, keys, first: step('first'), second: step('second'), out };
}

suite('set-up', () => {
  test('runs the steps in order, and says each with its size', async (t) => {
    const { here, first, second, runs, printed, out } = example(t);
    await setUp(here, [first, { ...second, needs: { download: 7, disk: 10 } }], { out });
    assert.deepEqual(runs, ['first', 'second']);
    assert.match(printed.join(''), /\[1\/2\] The first thing \(10 MB on disk\) …\n {2}done in 0 s\n/);
    assert.match(printed.join(''), /\[2\/2\] The second thing \(7 MB to download, 10 MB on disk\)/);
  });

  test('does and says nothing when all is done', async (t) => {
    const { here, first, second, runs, printed, out } = example(t);
    await setUp(here, [first, second], { out });
    const before = printed.length;
    await setUp(here, [first, second], { out });
    assert.equal(runs.length, 2);
    assert.equal(printed.length, before);
  });

  test('repeats a step whose inputs have changed, and no other', async (t) => {
    const { here, first, second, runs, keys, out } = example(t);
    await setUp(here, [first, second], { out });
    keys['second'] = '2';
    await setUp(here, [first, second], { out });
    assert.deepEqual(runs, ['first', 'second', 'second']);
  });

  test('repeats a step whose result has been deleted', async (t) => {
    const { here, first, second, runs, out } = example(t);
    await setUp(here, [first, second], { out });
    rmSync(join(here.root, 'first'));
    await setUp(here, [first, second], { out });
    assert.deepEqual(runs, ['first', 'second', 'first']);
  });

  test('repeats a step whose result another one has taken along', async (t) => {
    const { here, first, second, runs, keys, out } = example(t);
    const sweeping: Step = {
      ...first,
      run: async (...args) => {
        rmSync(join(here.root, 'second'), { force: true });
        await first.run(...args);
      },
    };
    await setUp(here, [sweeping, second], { out });
    keys['first'] = '2';
    await setUp(here, [sweeping, second], { out });
    assert.deepEqual(runs, ['first', 'second', 'first', 'second']);
  });

  test('does not take a step for done that made nothing', async (t) => {
    const { here, first, out } = example(t);
    const idle = { ...first, run: () => Promise.resolve() };
    await assert.rejects(setUp(here, [idle], { out }), /stopped at "The first thing": first was not made\./);
    assert.equal(isDone(here, first), false);
  });

  test('goes on from the step that failed, and says which that was, why, and where its log is', async (t) => {
    const { here, first, second, runs, out } = example(t);
    const failing = {
      ...second,
      run: async () => {
        throw new UserError('the cat sat on the router');
      },
    };
    await assert.rejects(setUp(here, [first, failing], { out }), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(
        error.message,
        'Set-up stopped at "The second thing": the cat sat on the router. The same command goes on from here. Log: .setup/logs/second.log',
      );
      return true;
    });
    assert.equal(isDone(here, second), false);
    await setUp(here, [first, second], { out });
    assert.deepEqual(runs, ['first', 'second']);
  });

  test('a step that fails when it is repeated is not done, though its old result is still there', async (t) => {
    const { here, first, keys, out } = example(t);
    await setUp(here, [first], { out });
    keys['first'] = '2';
    const failing = { ...first, run: () => Promise.reject(new UserError('no')) };
    await assert.rejects(setUp(here, [failing], { out }), UserError);
    keys['first'] = '1';
    assert.equal(isDone(here, first), false);
  });

  test('a mistake in set-up itself keeps its stack', async (t) => {
    const { here, first, out } = example(t);
    const wrong = { ...first, run: () => Promise.reject(new TypeError('a mistake')) };
    await assert.rejects(setUp(here, [wrong], { out }), TypeError);
  });

  test('looks for what the machine lacks before it begins', async (t) => {
    const { here, first, second, runs, out } = example(t);
    const check = () => {
      throw new UserError('A compiler is needed');
    };
    await assert.rejects(
      setUp(here, [first, { ...second, check }], { out }),
      /^Error: A compiler is needed$/,
    );
    assert.deepEqual(runs, []);
  });

  test('asks for the space of the missing steps together before it begins, and only of those', async (t) => {
    const { here, first, second, runs, out } = example(t);
    await assert.rejects(
      setUp(here, [first, second], { out, free: () => 19 }),
      /Set-up needs 20 MB of disk space and 19 MB are free: free some/,
    );
    assert.deepEqual(runs, []);
    await setUp(here, [first], { out });
    await setUp(here, [first, second], { out, free: () => 19 });
    assert.deepEqual(runs, ['first', 'second']);
  });

  test('at the same time twice: the second waits for the first, says so, and repeats nothing', async (t) => {
    const { here, first, runs, printed, out } = example(t);
    const slow = {
      ...first,
      run: async () => {
        runs.push('first');
        await setTimeout(300);
        writeFileSync(join(here.root, 'first'), '');
      },
    };
    await Promise.all([setUp(here, [slow], { out }), setUp(here, [slow], { out })]);
    assert.deepEqual(runs, ['first']);
    assert.match(printed.join(''), /Another command is setting up this folder: waiting for it\./);
  });
});

suite('a program that a step runs', () => {
  test('fails with its diagnosis, and what it printed is in the log', async (t) => {
    const { here, first, out } = example(t);
    const code = 'console.log("hello"); console.error("npm error code ENOTFOUND"); process.exitCode = 1';
    const failing: Step = { ...first, run: (_, sh) => sh(process.execPath, ['-e', code]) };
    await assert.rejects(setUp(here, [failing], { out }), /a server could not be reached/);
    const log = readFileSync(join(here.setup, 'logs', 'first.log'), 'utf8');
    assert.match(log, /hello/);
    assert.match(log, /ENOTFOUND/);
  });

  test('that does not exist fails by name', async (t) => {
    const { here, first, out } = example(t);
    const failing: Step = { ...first, run: (_, sh) => sh('no-such-program', []) };
    await assert.rejects(setUp(here, [failing], { out }), /no-such-program ENOENT/);
  });

  for (const whom of ['set-up', 'the process group of set-up'] as const) {
    test(`ends when ${whom} is killed, and the next set-up begins the step again`, async (t) => {
      const { here, first, runs, out } = example(t);
      const beat = join(here.root, 'heartbeat');
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'endless-set-up.ts'), here.root, beat],
        {
          stdio: 'inherit',
          detached: true,
        },
      );
      assert.ok(child.pid !== undefined);
      while (!existsSync(beat)) await setTimeout(50);
      process.kill(whom === 'set-up' ? child.pid : -child.pid, 'SIGKILL');
      await once(child, 'exit');

      await setTimeout(300);
      rmSync(beat);
      await setTimeout(300);
      assert.equal(existsSync(beat), false, 'it goes on writing');

      mkdirSync(join(here.root, 'first'));
      assert.equal(isDone(here, first), false);
      rmSync(join(here.root, 'first'), { recursive: true });
      await setUp(here, [first], { out });
      assert.deepEqual(runs, ['first']);
    });
  }
});
