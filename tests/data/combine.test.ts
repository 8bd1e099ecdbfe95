import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, random } from 'gan-lib';

const points = (seed = 1, batchSize = 6) => data.mixtureBatches(data.ring(), { batchSize, seed });

/** The next batch as plain numbers, tensor by tensor. */
function take(batches: data.Batches): Record<string, number[]> {
  const batch = batches.next();
  const plain = Object.entries(batch).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]);
  tf.dispose({ ...batch });
  return Object.fromEntries(plain) as Record<string, number[]>;
}

suite('data.map', () => {
  test('makes other tensors of each batch, knows their shapes, and begins with the first batch', () => {
    const mapped = data.map(points(), ({ x, labels }) => ({
      twice: tf.mul(x, 2),
      mode: data.oneHot(labels, 8),
    }));
    assert.deepEqual(mapped.shapes, { twice: [2], mode: [8] });
    assert.equal(mapped.batchSize, 6);
    const plain = points();
    for (let count = 0; count < 3; count++) {
      const [made, of] = [take(mapped), take(plain)];
      assert.deepEqual(
        made['twice'],
        of['x']!.map((value) => Math.fround(2 * value)),
      );
      of['labels']!.forEach((label, i) =>
        assert.equal(made['mode']!.slice(8 * i, 8 * i + 8).indexOf(1), label),
      );
    }
  });

  test('frees what it does not give', () => {
    const mapped = data.map(points(), ({ x }) => ({ x }));
    const before = tf.memory().numTensors;
    take(mapped);
    assert.equal(tf.memory().numTensors, before);
  });

  test('goes on where it was saved, with what it draws', () => {
    const noisy = (seed: number) => {
      const noise = random.stream(seed, 'noise');
      const shifted = ({ x }: data.Batch<'x'>) => ({ x: tf.add(x, noise.normal()) });
      return data.map(points(seed), shifted, { noise });
    };
    const [one, other] = [noisy(1), noisy(2)];
    take(one);
    const state = JSON.stringify(one.save());
    const following = [take(one), take(one)];
    assert.notDeepEqual(take(other), following[0]);
    other.restore(JSON.parse(state) as never);
    assert.deepEqual([take(other), take(other)], following);
  });

  test('refuses another number of samples, leaves nothing behind and its source where it was', () => {
    const source = points();
    const [state, tensors] = [JSON.stringify(source.save()), tf.memory().numTensors];
    const half = ({ x }: data.Batch<'x'>) => ({ x: tf.slice(x, [0, 0], [3, -1]) });
    assert.throws(() => data.map(source, half), {
      name: 'RangeError',
      message: 'data.map: x has 3 samples, where the batch has 6',
    });
    assert.equal(JSON.stringify(source.save()), state);
    assert.equal(tf.memory().numTensors, tensors);
  });
});

suite('data.zip', () => {
  const named = <L extends string>(name: L, seed: number) =>
    data.map(points(seed), ({ x }) => ({ [name]: x }) as Record<L, tf.Tensor>);

  test('puts two sources side by side, each in its own order', () => {
    const both = data.zip(named('a', 1), named('b', 2));
    assert.deepEqual(both.shapes, { a: [2], b: [2] });
    const [a, b] = [points(1), points(2)];
    for (let count = 0; count < 2; count++) {
      assert.deepEqual(take(both), { a: take(a)['x'], b: take(b)['x'] });
    }
    const state = JSON.stringify(both.save());
    const following = take(both);
    const elsewhere = data.zip(named('a', 3), named('b', 4));
    elsewhere.restore(JSON.parse(state) as never);
    assert.deepEqual(take(elsewhere), following);
  });

  test('refuses a name that both have, and batches of other sizes', () => {
    assert.throws(() => data.zip(points(1), points(2)), {
      name: 'RangeError',
      message: 'data.zip: both sources have x; give one another name by data.map',
    });
    const small = data.map(points(2, 3), ({ x }) => ({ b: x }));
    assert.throws(() => data.zip(named('a', 1), small), {
      name: 'RangeError',
      message: 'data.zip: batches of one size are allowed, got 6 and 3',
    });
  });
});

test('the codes of coded latents are the columns of z behind the noise', () => {
  const codes = { categorical: [3, 2], continuous: 2 };
  const latents = data.codedLatents({ noise: 4, codes, seed: 1 });
  assert.deepEqual(latents.shapes, { z: [11], codes: [7] });
  const batch = latents.next(5);
  const [z, own] = [batch.z.arraySync() as number[][], batch.codes.arraySync() as number[][]];
  assert.deepEqual(
    own,
    z.map((row) => row.slice(4)),
  );
  tf.dispose({ ...batch });
  assert.deepEqual(
    data.latentLayout(4, codes).parts.map(({ name, from, size }) => [name, from, size]),
    [
      ['noise', 0, 4],
      ['categorical1', 4, 3],
      ['categorical2', 7, 2],
      ['continuous', 9, 2],
    ],
  );
});
