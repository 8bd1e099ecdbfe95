import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { metrics } from 'gan-lib';

const values = [-1, -0.5, 0, 0.5, 1];

suite('sweptEffect', () => {
  test('is 1 where every strip rises, −1 where every strip falls, whatever their levels', () => {
    const rising = [0, 100, -7].map((level) => values.map((value) => level + value));
    assert.ok(Math.abs(metrics.sweptEffect(values, rising) - 1) < 1e-12);
    const falling = rising.map((strip) => strip.map((value) => -value));
    assert.ok(Math.abs(metrics.sweptEffect(values, falling) + 1) < 1e-12);
  });

  test('is 0 where two strips contradict each other', () => {
    const strips = [values, values.map((value) => -value)];
    assert.ok(Math.abs(metrics.sweptEffect(values, strips)) < 1e-12);
  });

  test('would be near 0 without the means taken away: levels hide the effect', () => {
    const strips = [0, 100, -7].map((level) => values.map((value) => level + value));
    const raw = metrics.spearman(
      strips.flatMap(() => values),
      strips.flat(),
    );
    assert.ok(raw < 0.5);
  });

  test('refuses a strip of another length', () => {
    assert.throws(() => metrics.sweptEffect(values, [[1, 2]]), {
      name: 'RangeError',
      message: 'strips: 5 numbers each are expected, got 2',
    });
  });
});
