import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics, random } from 'gan-lib';
import { near } from './samples.ts';

const { ranks, spearman, spearmanInterval } = metrics;

/** x_t = persistence · x_{t−1} + noise: a series whose neighbours resemble each other. */
function autoregressive(length: number, persistence: number, seed: number): number[] {
  const stream = random.stream(seed, 'series');
  const series: number[] = [];
  for (let i = 0; i < length; i++) series.push(persistence * (series[i - 1] ?? 0) + stream.normal());
  return series;
}

test('ranks, equal values sharing the average of theirs', () => {
  assert.deepEqual(ranks([3, 1, 3]), [2.5, 1, 2.5]);
  assert.deepEqual(ranks([10, -5, 0, 100]), [3, 1, 2, 4]);
  assert.deepEqual(ranks([7, 7, 7, 1]), [3, 3, 3, 1]);
});

test('correlations worked out by hand', () => {
  near(spearman([1, 2, 3], [10, 100, 1000]), 1, 1e-12);
  near(spearman([1, 2, 3], [-1, -8, -27]), -1, 1e-12);
  // Ranks 1 2 3 4 5 and 2 1 4 3 5: 1 − 6·4 / (5·24).
  near(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), 0.8, 1e-12);
  // Ranks 1 2.5 2.5 4 and 1 3 2 4: 4.5 / √(4.5 · 5).
  near(spearman([1, 2, 2, 3], [1, 3, 2, 4]), 4.5 / Math.sqrt(22.5), 1e-12);
});

test('only the order matters', () => {
  const [x, y] = [autoregressive(50, 0.5, 1), autoregressive(50, 0.5, 2)];
  near(
    spearman(x, y),
    spearman(
      x.map(Math.exp),
      y.map((v) => v ** 3),
    ),
    1e-12,
  );
});

test('the interval holds the correlation, comes back with the seed, and narrows with the level', () => {
  const x = autoregressive(80, 0, 3);
  const noise = autoregressive(80, 0, 4);
  const y = x.map((value, i) => value + noise[i]!);
  const interval = (seed: number, level = 0.95) =>
    spearmanInterval(x, y, random.stream(seed, 'bootstrap'), { level, resamples: 500 });
  const first = interval(1);
  assert.ok(first.low < first.correlation && first.correlation < first.high);
  assert.ok(first.low > 0.3, 'a clear correlation is told from none');
  assert.deepEqual(interval(1), first);
  assert.notDeepEqual(interval(2), first);
  const half = interval(1, 0.5);
  assert.ok(half.low > first.low && half.high < first.high);
});

test('independent pairs: the interval is as wide as theory says, 2 · 1.96 / √(n − 1), in blocks too', () => {
  const [x, y] = [autoregressive(400, 0, 5), autoregressive(400, 0, 6)];
  for (const blockLength of [1, 5]) {
    const { low, high } = spearmanInterval(x, y, random.stream(7, 'bootstrap'), { blockLength });
    near(high - low, (2 * 1.96) / Math.sqrt(399), 0.025);
  }
});

test('unrelated series that drift: blocks keep 0 in the interval more often than single pairs do', () => {
  const holds = (blockLength: number) =>
    Array.from({ length: 40 }, (_, seed) => {
      const [x, y] = [autoregressive(120, 0.9, seed), autoregressive(120, 0.9, seed + 1000)];
      const options = { blockLength, resamples: 200 };
      const { low, high } = spearmanInterval(x, y, random.stream(seed, 'bootstrap'), options);
      return low <= 0 && 0 <= high;
    }).filter(Boolean).length;
  const [single, blocks] = [holds(1), holds(15)];
  assert.ok(blocks >= single + 5, `${blocks} with blocks, ${single} without, of 40`);
});

test('bad series are refused in one line', () => {
  const stream = random.stream(1, 'bootstrap');
  assert.throws(() => spearman([1, 2], [1, 2]), /first series: at least 3 numbers are needed, got 2/);
  assert.throws(() => spearman([1, 2, 3], [1, 2]), /series: equal lengths are needed, got 3 and 2/);
  assert.throws(
    () => spearman([1, 2, 3], [1, NaN, 2]),
    /second series: finite numbers are allowed, got NaN at position 1/,
  );
  assert.throws(() => spearman([1, 1, 1], [1, 2, 3]), /a constant one has no rank correlation/);
  assert.throws(
    () => spearmanInterval([1, 2, 3], [1, 2, 3], stream, { blockLength: 3 }),
    /from 1 to 2 is allowed, got 3/,
  );
  assert.throws(() => spearmanInterval([1, 2, 3], [1, 2, 3], stream, { level: 1 }), /between 0 and 1/);
  assert.throws(
    () => spearmanInterval([1, 2, 3], [1, 2, 3], stream, { resamples: 9 }),
    /≥ 100 is allowed, got 9/,
  );
});
