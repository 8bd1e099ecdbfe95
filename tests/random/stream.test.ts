import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { random } from 'gan-lib';

const { stream } = random;

const draws = (seed: number, name: string, count = 5): number[] => {
  const source = stream(seed, name);
  return Array.from({ length: count }, () => source.uniform());
};

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value, 0) / x.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - meanA, b[i]! - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}

suite('a stream', () => {
  test('gives the same numbers for the same seed and name, others for any other', () => {
    assert.deepEqual(draws(7, 'weights'), draws(7, 'weights'));
    assert.notDeepEqual(draws(7, 'weights'), draws(8, 'weights'));
    assert.notDeepEqual(draws(7, 'weights'), draws(7, 'latents'));
  });

  test('is the Alea generator: other numbers would be other runs than those published', () => {
    // Alea (Baagøe 2010) written again in Python, the first three numbers after seeding with '0/x' and '1/x'.
    assert.deepEqual(draws(0, 'x', 3), [0.34140334581024945, 0.06550499750301242, 0.9876916198991239]);
    assert.deepEqual(draws(1, 'x', 3), [0.36922406894154847, 0.5723047349601984, 0.4784171525388956]);
  });

  test('is unrelated to the stream of the next seed and of the next name', () => {
    // Of 20,000 independent pairs the correlation is N(0, 1/√20000 = 0.007).
    const normal = (seed: number, name: string) => stream(seed, name).fillNormal(new Float32Array(20_000));
    const weights = normal(1, 'generator/1-dense/weights');
    assert.ok(Math.abs(correlation(weights, normal(2, 'generator/1-dense/weights'))) < 0.035);
    assert.ok(Math.abs(correlation(weights, normal(1, 'generator/2-dense/weights'))) < 0.035);
    // The first numbers of neighbouring seeds, too: their mean is 1/2 ± 0.0065, and each is unrelated to the next.
    const firsts = Array.from({ length: 2000 }, (_, seed) => stream(seed, 'data').uniform());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    assert.ok(Math.abs(mean - 0.5) < 0.03, `mean ${mean}`);
    assert.ok(Math.abs(correlation(firsts.slice(1), firsts.slice(0, -1))) < 0.1);
  });

  test('goes on exactly where it was saved, also when the state went through JSON', () => {
    const source = stream(3, 'noise');
    source.fillNormal(new Float32Array(17));
    const text = JSON.stringify(source.save());
    const following = [source.uniform(), source.normal(), source.integer(1000), source.uniform()];

    const elsewhere = stream(99, 'another');
    elsewhere.restore(JSON.parse(text) as random.RandomState);
    assert.deepEqual(
      [elsewhere.uniform(), elsewhere.normal(), elsewhere.integer(1000), elsewhere.uniform()],
      following,
    );
    source.restore(JSON.parse(text) as random.RandomState);
    assert.equal(source.uniform(), following[0]);
  });

  test('is not disturbed by what is done with a saved state', () => {
    const source = stream(3, 'noise');
    const state = source.save();
    source.restore(state);
    source.uniform();
    assert.deepEqual(stream(3, 'noise').save(), state);
  });

  test('refuses a seed that is no whole number from 0 on', () => {
    for (const seed of [-1, 1.5, NaN, Infinity, 2 ** 53]) {
      assert.throws(() => stream(seed, 'data'), {
        name: 'RangeError',
        message: `seed of stream "data": a whole number ≥ 0 is allowed, got ${seed}`,
      });
    }
    assert.doesNotThrow(() => stream(2 ** 53 - 1, 'data'));
  });
});

suite('uniform numbers', () => {
  test('stay in their range and have its mean and deviation', () => {
    const values = stream(1, 'u').fillUniform(new Float64Array(100_000), -1, 3);
    assert.ok(values.every((value) => value >= -1 && value < 3));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Unif(−1, 3) has mean 1, deviation 4/√12 = 1.1547; the mean of 100,000 has a standard error of 0.0037.
    assert.ok(Math.abs(mean - 1) < 0.02, `mean ${mean}`);
    assert.ok(Math.abs(Math.sqrt(square) - 4 / Math.sqrt(12)) < 0.01, `deviation ${Math.sqrt(square)}`);
  });

  test('whole numbers: each of 0 to limit − 1, about equally often', () => {
    const counts = new Array<number>(10).fill(0);
    const source = stream(1, 'i');
    for (let i = 0; i < 100_000; i++) counts[source.integer(10)]!++;
    // χ² with 9 degrees of freedom exceeds 27.9 once in 1000.
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    assert.equal(counts.length, 10);
    assert.ok(chiSquared < 27.9, `χ² ${chiSquared}: ${counts.join(', ')}`);
  });
});

suite('normal numbers', () => {
  test('have the mean, the deviation and the tails of N(μ, σ), and are all finite', () => {
    const count = 1_000_000;
    const values = stream(5, 'n').fillNormal(new Float32Array(count), 2, 0.5);
    assert.ok(values.every(Number.isFinite));
    const share = (test: (z: number) => boolean) =>
      values.reduce((sum, value) => sum + (test((value - 2) / 0.5) ? 1 : 0), 0) / count;
    const moment = (k: number) => values.reduce((sum, value) => sum + ((value - 2) / 0.5) ** k, 0) / count;
    // Moments of N(0, 1): 0, 1, 0, 3; standard errors 0.001, 0.0014, 0.0039, 0.0098.
    for (const [k, expected, tolerance] of [
      [1, 0, 0.005],
      [2, 1, 0.007],
      [3, 0, 0.02],
      [4, 3, 0.05],
    ] as const) {
      assert.ok(Math.abs(moment(k) - expected) < tolerance, `moment ${k}: ${moment(k)}`);
    }
    // Φ(1) − Φ(−1) = 0.68269, 1 − Φ(3) = 0.00135.
    assert.ok(Math.abs(share((z) => Math.abs(z) < 1) - 0.68269) < 0.003);
    assert.ok(Math.abs(share((z) => z > 3) - 0.00135) < 0.0002);
  });

  test('are finite also when the uniform number behind them is exactly 0', () => {
    const source = stream(1, 'n');
    const zero = { c: 0, s0: 0, s1: 0.5, s2: 0.25 }; // Alea's next number is 2091639 · s0 + 2⁻³² · c
    source.restore(zero);
    assert.equal(source.uniform(), 0);
    source.restore(zero);
    assert.ok(Number.isFinite(source.normal()));
  });

  test('lie under the bell everywhere: in the middle, at the edges of the ziggurat and beyond them', () => {
    const count = 1_000_000;
    const values = stream(7, 'n').fillNormal(new Float64Array(count));
    const width = 0.25;
    const counts = new Map<number, number>();
    for (const value of values) {
      const bin = Math.max(-16, Math.min(15, Math.floor(value / width))); // beyond ±4: the last bins
      counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
    // The bell's area from a to b by Simpson's rule, to 12 digits.
    const area = (a: number, b: number, parts = 200) => {
      const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
      let sum = density(a) + density(b);
      for (let i = 1; i < parts; i++) sum += (i % 2 === 0 ? 2 : 4) * density(a + (i * (b - a)) / parts);
      return (sum * (b - a)) / parts / 3;
    };
    let chiSquared = 0;
    for (let bin = -16; bin < 16; bin++) {
      const [low, high] = [bin === -16 ? -12 : bin * width, bin === 15 ? 12 : (bin + 1) * width];
      const expected = count * area(low, high);
      chiSquared += ((counts.get(bin) ?? 0) - expected) ** 2 / expected;
    }
    // χ² with 31 degrees of freedom exceeds 61 once in 1000.
    assert.ok(chiSquared < 61, `χ² ${chiSquared}`);
  });

  test('neighbours are uncorrelated', () => {
    const values = stream(6, 'n').fillNormal(new Float32Array(200_000));
    const even = values.filter((_, i) => i % 2 === 0);
    const odd = values.filter((_, i) => i % 2 === 1);
    assert.ok(Math.abs(correlation(even, odd)) < 0.015);
  });

  test('fill targets of any length, 0 and 1 included', () => {
    assert.equal(stream(1, 'n').fillNormal(new Float32Array(0)).length, 0);
    assert.notEqual(stream(1, 'n').fillNormal(new Float32Array(1))[0], 0);
  });
});

suite('a permutation', () => {
  test('holds each number once, in another order every time', () => {
    const source = stream(1, 'p');
    const [first, second] = [source.permutation(1000), source.permutation(1000)];
    for (const order of [first, second]) {
      assert.deepEqual(
        Array.from(order).sort((a, b) => a - b),
        Array.from({ length: 1000 }, (_, i) => i),
      );
    }
    assert.notDeepEqual(first, second);
  });

  test('gives all six orders of three equally often', () => {
    const source = stream(2, 'p');
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const order = source.permutation(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    // Standard deviation of each count: √(60000 · 1/6 · 5/6) = 91.
    for (const [order, count] of counts) assert.ok(Math.abs(count - 10_000) < 400, `${order}: ${count}`);
  });
});
