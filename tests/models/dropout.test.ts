import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models } from 'gan-lib';
import { values } from './tensors.ts';

const build = (seed = 1, rate = 0.25) =>
  models.network({ name: 'net', input: [1000], layers: [models.dropout(rate)], seed });

/** The numbers that remain of ones, after `count` steps. */
function masks(net: models.Network, count: number): number[][] {
  const x = tf.ones([10, 1000]);
  const kept = Array.from({ length: count }, () => values(net.apply(x, { training: true })));
  x.dispose();
  return kept;
}

suite('dropout', () => {
  test('zeroes its share and scales up the rest', () => {
    const [mask] = masks(build(), 1);
    const zeros = mask!.filter((value) => value === 0).length;
    assert.ok(mask!.every((value) => value === 0 || value === Math.fround(1 / 0.75)));
    assert.ok(Math.abs(zeros - 2500) < 200, `${zeros} of 10,000, expected 2500 ± 43`);
  });

  test('repeats with the seed; differs from step to step and from seed to seed', () => {
    const first = masks(build(1), 3);
    assert.deepEqual(masks(build(1), 3), first);
    assert.notDeepEqual(first[0], first[1]);
    assert.notDeepEqual(first[1], first[2]);
    assert.notDeepEqual(masks(build(2), 3), first);
  });

  test('two layers of one network have different masks', () => {
    const layers = [models.dropout(0.5), models.dropout(0.5)];
    const net = models.network({ name: 'net', input: [1000], layers, seed: 1 });
    const [both] = masks(net, 1);
    // The same mask twice would leave half of the numbers, two different ones a quarter.
    const share = both!.filter((value) => value !== 0).length / both!.length;
    assert.ok(Math.abs(share - 0.25) < 0.03, `${share} remain`);
  });

  test('goes on where it was saved', () => {
    const net = build();
    masks(net, 2);
    const state = JSON.stringify(net.save());
    const following = masks(net, 2);
    const elsewhere = build(9);
    elsewhere.restore(JSON.parse(state));
    assert.deepEqual(masks(elsewhere, 2), following);
  });

  test('does nothing when not training, nor at rate 0', () => {
    const x = tf.ones([2, 1000]);
    assert.ok(values(build().apply(x)).every((value) => value === 1));
    assert.ok(values(build(1, 0).apply(x, { training: true })).every((value) => value === 1));
    assert.ok(!x.isDisposed);
    x.dispose();
  });

  test('refuses rates outside [0, 1)', () => {
    for (const rate of [-0.1, 1, 2, NaN]) {
      assert.throws(() => models.dropout(rate), {
        name: 'RangeError',
        message: `dropout rate: 0 ≤ rate < 1 is allowed, got ${rate}`,
      });
    }
  });
});
