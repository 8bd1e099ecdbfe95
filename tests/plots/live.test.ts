/** The live display: how often it draws, what that costs, what it leaves, and that it cannot end a training. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { plots } from 'gan-lib';
import { shownInNotebook } from '../in-notebook.ts';
import { spots } from './examples.ts';

const row = (step: number) => ({
  seconds: step / 100,
  discriminatorLoss: 1 + 1 / step,
  generatorLoss: step / 1000,
});

/** What the live display shows, as text, while `work` runs in a notebook's cell. */
const captured = (work: () => void): string[] =>
  shownInNotebook(work).map((bundle) => `${String(bundle['text/plain'])}\n`);

/** Keeps the processor busy, as training does. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Of this process so far, in microseconds: what other programs do at the same time is not in it. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

suite('live display', () => {
  test('it draws a few times a second at most, and takes under 3 % of the time', () => {
    let spent = 0;
    let calls = 0;
    const samples = (): plots.Images => {
      calls++;
      return spots(64, 2);
    };
    let warm: number | undefined;
    const begun = performance.now();
    const written = captured(() => {
      const live = plots.live({ samples });
      for (let step = 1; performance.now() - begun < 12_000; step++) {
        busy(2);
        const before = processorTime();
        live.update({ step, steps: 10_000, row: row(step) });
        // The first drawing finds the code cold, and tells nothing of a training that lasts.
        if (warm !== undefined) spent += processorTime() - before;
        else if (performance.now() - begun > 2000) warm = processorTime();
      }
    });
    const share = spent / (processorTime() - warm!);
    assert.ok(written.length >= 4 && written.length <= 40, `${written.length} drawings in 12 s`);
    assert.equal(calls, written.length, 'samples are made only to be shown');
    assert.ok(share < 0.03, `${(100 * share).toFixed(2)} % of the time`);
  });

  test('the names of three lines do not overlap', () => {
    const [shown] = shownInNotebook(() => {
      const live = plots.live();
      for (const step of [1, 2]) live.update({ step, steps: 2, row: { ...row(step), labelLoss: step } });
    }).slice(-1);
    const html = String(shown!['text/html']);
    const svg = html.includes('base64,') ? atob(/svg\+xml;base64,([^"]*)/.exec(html)![1]!) : html;
    const names = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*bold">([^<]*)</g)];
    assert.equal(names.length, 3);
    for (const y of new Set(names.map(([, , at]) => at))) {
      const across = names.filter(([, , at]) => at === y).map(([, x, , text]) => [Number(x), text!.length] as const); // prettier-ignore
      for (const [i, [x, length]] of across.entries())
        assert.ok(
          x + 7 * length < (across[i + 1]?.[0] ?? 360),
          `${names.map(([, , , text]) => text).join()}`,
        );
    }
  });

  test('it says where training stands, and how it ended', () => {
    const written = captured(() => {
      const live = plots.live();
      live.update({ step: 10, steps: 100, row: { ...row(10), frechet: 33.26, recall: 0.5 } });
      live.finish({ step: 100, steps: 100, message: '100 steps done' });
    });
    assert.equal(written.length, 2);
    assert.match(
      written[0]!,
      /^step 10 of 100 · discriminator loss 1.1 · generator loss 0.01 · Fréchet distance 33.3\n$/,
    );
    assert.match(written[1]!, /^100 steps done \(\d+ s\) · discriminator loss/);
  });

  test('a mistake in the samples does not end the training', () => {
    captured(() => {
      const live = plots.live({
        samples: () => {
          throw new Error('no');
        },
      });
      live.update({ step: 1, steps: 2, row: row(1) });
      live.finish({ step: 2, steps: 2, message: 'done' });
    });
  });

  test('the tensor that samples return is disposed', () => {
    let disposed = 0;
    const { values, shape } = spots(4, 1);
    captured(() => {
      const live = plots.live({
        samples: () => ({ shape, dataSync: () => values, dispose: () => disposed++ }),
      });
      live.update({ step: 1, steps: 2, row: row(1) });
      live.finish({ step: 2, steps: 2, message: 'done' });
    });
    assert.equal(disposed, 2);
  });

  test('a training that is resumed or has no loss yet is drawn', () => {
    captured(() => {
      const live = plots.live();
      live.update({ step: 500, steps: 501, row: {} });
      live.update({ step: 501, steps: 501, row: { discriminatorLoss: NaN } });
      live.finish({ step: 501, steps: 501, message: 'done' });
    });
  });

  const program = `
    const { plots } = require('gan-lib');
    const live = plots.live();
    for (let step = 1; step <= 500; step++) {
      live.update({ step, steps: 500, row: { loss: 1 / step } });
      const end = performance.now() + 2;
      while (performance.now() < end);
    }
    live.finish({ step: 500, steps: 500, message: '500 steps done' });`;

  test('in a file it is plain lines, few of them', () => {
    const { stdout } = spawnSync(process.execPath, [...process.execArgv, '-e', program], {
      encoding: 'utf8',
    });
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines.at(-1)!, /^500 steps done \(\d+ s\) · loss 0.002$/);
  });

  test('in a terminal it is one line, rewritten', () => {
    const terminal = `Object.assign(process.stdout, { isTTY: true, columns: 60 });${program}`;
    const { stdout } = spawnSync(process.execPath, [...process.execArgv, '-e', terminal], {
      encoding: 'utf8',
    });
    const states = stdout.trimEnd().split('\r\u001b[2K');
    assert.ok(states.length >= 3 && states.length <= 12, `${states.length} states`);
    assert.doesNotMatch(stdout.trimEnd(), /\n/);
    for (const state of states) assert.ok(state.length < 60);
  });
});
