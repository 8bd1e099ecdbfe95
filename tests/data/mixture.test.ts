import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, random } from 'gan-lib';

const { grid, mixtureDensity, ring, sampleMixture } = data;

const distinct = (points: readonly (readonly number[])[]) =>
  new Set(points.map((point) => point.map((x) => (x + 0).toFixed(9)).join()));

suite('centres', () => {
  test('a ring of 8 has eight distinct centres, all neighbours equally far apart', () => {
    const { centres, sigma, name } = ring();
    assert.equal(name, 'ring of 8');
    assert.equal(sigma, 0.01);
    assert.equal(distinct(centres).size, 8);
    centres.forEach(([x, y], i) => {
      const [u, v] = centres[(i + 1) % 8]!;
      assert.ok(Math.abs(Math.hypot(x!, y!) - 1) < 1e-12);
      // The side of a regular octagon in the unit circle: 2 sin(π/8).
      assert.ok(Math.abs(Math.hypot(x! - u!, y! - v!) - 2 * Math.sin(Math.PI / 8)) < 1e-12);
    });
  });

  test('a grid of 25: every pair of −4, −2, 0, 2, 4', () => {
    const { centres, sigma, name } = grid();
    assert.equal(name, 'grid of 25');
    assert.equal(sigma, 0.05);
    const ticks = [-4, -2, 0, 2, 4];
    assert.deepEqual(distinct(centres), distinct(ticks.flatMap((y) => ticks.map((x) => [x, y]))));
  });

  test('of other sizes', () => {
    assert.deepEqual(ring({ modes: 1, radius: 3 }).centres, [[3, 0]]);
    assert.deepEqual(grid({ side: 2, spacing: 1 }).centres, [
      [-0.5, -0.5],
      [0.5, -0.5],
      [-0.5, 0.5],
      [0.5, 0.5],
    ]);
  });
});

suite('sampleMixture', () => {
  test('draws each mode equally often, with its centre as mean and sigma as deviation', () => {
    const mixture = ring({ radius: 2, sigma: 0.3 });
    const count = 80_000;
    const { points, modes } = sampleMixture(mixture, count, random.stream(1, 'mixture'));
    assert.equal(points.length, 2 * count);
    mixture.centres.forEach((centre, mode) => {
      const own = Array.from(modes.keys()).filter((i) => modes[i] === mode);
      // Standard deviation of the number: √(80000 · 1/8 · 7/8) = 93.5.
      assert.ok(Math.abs(own.length - 10_000) < 400, `mode ${mode}: ${own.length}`);
      for (const axis of [0, 1]) {
        const values = own.map((i) => points[2 * i + axis]!);
        const mean = values.reduce((sum, value) => sum + value, 0) / own.length;
        const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
        // Standard errors: 0.3/100 = 0.003 and 0.003/√2.
        assert.ok(Math.abs(mean - centre[axis]!) < 0.014, `mean ${mean}`);
        assert.ok(Math.abs(deviation - 0.3) < 0.01, `deviation ${deviation}`);
      }
    });
  });

  test('has the moments of the whole: mean 0, variance r²/2 + σ² along each axis', () => {
    const { points } = sampleMixture(ring({ radius: 2, sigma: 0.3 }), 80_000, random.stream(2, 'mixture'));
    for (const axis of [0, 1]) {
      const values = points.filter((_, i) => i % 2 === axis);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      assert.ok(Math.abs(mean) < 0.025, `mean ${mean}`);
      assert.ok(Math.abs(variance - 2.09) < 0.03, `variance ${variance}`);
    }
  });

  test('writes into the arrays that it is given', () => {
    const [points, modes] = [new Float32Array(6), new Uint8Array(3)];
    const drawn = sampleMixture(grid(), 3, random.stream(1, 'm'), points, modes);
    assert.equal(drawn.points, points);
    assert.equal(drawn.modes, modes);
    assert.ok(points.every((value) => value !== 0));
  });
});

suite('mixtureDensity', () => {
  test('at a point, worked out by hand', () => {
    // One mode in one dimension: the normal density at its centre and one σ away.
    const one = { name: 'one', centres: [[5]], sigma: 2 };
    assert.ok(Math.abs(mixtureDensity(one, [5]) - 1 / (2 * Math.sqrt(2 * Math.PI))) < 1e-15);
    assert.ok(Math.abs(mixtureDensity(one, [7]) - Math.exp(-0.5) / (2 * Math.sqrt(2 * Math.PI))) < 1e-15);
    // Two modes in the plane, 2σ apart, at the middle: 2 · ½ · e^(−½) / (2πσ²).
    const two = { name: 'two', centres: [[-1, 0], [1, 0]], sigma: 1 }; // prettier-ignore
    assert.ok(Math.abs(mixtureDensity(two, [0, 0]) - Math.exp(-0.5) / (2 * Math.PI)) < 1e-15);
  });

  test('integrates to 1', () => {
    const integral = (mixture: data.Mixture, reach: number, step: number) => {
      let sum = 0;
      for (let x = -reach; x <= reach; x += step) {
        for (let y = -reach; y <= reach; y += step) sum += mixtureDensity(mixture, [x, y]);
      }
      return sum * step * step;
    };
    assert.ok(Math.abs(integral(ring({ sigma: 0.1 }), 2, 0.02) - 1) < 1e-6);
    assert.ok(Math.abs(integral(grid({ sigma: 0.5 }), 8, 0.1) - 1) < 1e-6);
  });

  test('agrees with what is sampled', () => {
    const mixture = ring({ radius: 1, sigma: 0.3 });
    const { points } = sampleMixture(mixture, 100_000, random.stream(3, 'mixture'));
    let inside = 0;
    for (let i = 0; i < points.length; i += 2) {
      if (points[i]! > 0.5 && points[i]! < 1 && Math.abs(points[i + 1]!) < 0.25) inside++;
    }
    let expected = 0;
    for (let x = 0.505; x < 1; x += 0.01) {
      for (let y = -0.245; y < 0.25; y += 0.01) expected += mixtureDensity(mixture, [x, y]) * 1e-4;
    }
    // A share p of n samples has the standard error √(p(1 − p)/n), about 0.0008 here.
    assert.ok(Math.abs(inside / 100_000 - expected) < 0.004, `${inside / 100_000} against ${expected}`);
  });
});
