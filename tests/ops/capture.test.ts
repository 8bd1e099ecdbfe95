import assert from 'node:assert/strict';
import { beforeEach, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import { ops, random } from 'gan-lib';
import { normal } from './helpers.ts';

const numbers = (results: ops.Named): Record<string, number[]> =>
  Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, [...tensor.dataSync()]]));

const native = () => (tf.backend() as unknown as { getNumOfTFTensors(): number }).getNumOfTFTensors();

/** A computation on x and a variable w that counts how often it is run, and what it should give. */
function counted(extra: (y: tf.Tensor) => tf.Tensor = (y) => y) {
  const w = tf.variable(normal([3, 2], 1));
  const captured = new ops.Captured([w]);
  let runs = 0;
  const compute = (x: tf.Tensor) =>
    tf.tidy(() => {
      const y = extra(tf.mul(tf.matMul(x as tf.Tensor2D, w as unknown as tf.Tensor2D), 2));
      return { y, sum: tf.sum(y) };
    });
  /** What one run gives for [rows, 3] numbers, checked against the computation itself. */
  const run = (rows: number, seed: number, expected: 'the same' | 'its own' = 'the same') => {
    const x = normal([rows, 3], seed);
    const results = captured.run({ x }, () => {
      runs++;
      return compute(x);
    });
    const values = numbers(results);
    const truth = compute(x);
    if (expected === 'the same') assert.deepEqual(values, numbers(truth));
    tf.dispose([x, results, truth]);
    return values;
  };
  return { w, run, captured, compute, runs: () => runs };
}

suite('a captured computation', () => {
  beforeEach(() => tf.setBackend('tensorflow'));

  test('gives the same to the bit, and runs the computation but twice', () => {
    const { w, run, runs } = counted();
    for (let seed = 1; seed <= 5; seed++) run(4, seed);
    assert.equal(runs(), 2);
    w.dispose();
  });

  test('sees what a variable is assigned, whoever does it', () => {
    const { w, run, runs } = counted();
    const values = [1, 2, 3, 4, 5].map((seed) => {
      w.assign(normal([3, 2], 10 + seed));
      return run(4, 1);
    });
    assert.equal(new Set(values.map((each) => JSON.stringify(each))).size, 5);
    assert.equal(runs(), 2);
    w.dispose();
  });

  test('assigns variables as the computation does', () => {
    const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))];
    const captured = new ops.Captured([a]);
    const step = (variable: tf.Variable) =>
      tf.tidy(() => {
        variable.assign(tf.mul(variable, 3)); // twice: the first value is freed on the way
        variable.assign(tf.add(variable, 1));
        return { square: tf.square(variable) };
      });
    for (let i = 0; i < 6; i++) {
      const results = [captured.run({}, () => step(a)), step(b)].map((each) => {
        const values = numbers(each);
        tf.dispose(each);
        return values;
      });
      assert.deepEqual(results[0], results[1]);
      assert.deepEqual([...a.dataSync()], [...b.dataSync()]);
    }
    tf.dispose([a, b]);
  });

  test('gives one result under two names as two tensors', () => {
    const w = tf.variable(tf.scalar(2));
    const captured = new ops.Captured([w]);
    const compute = () => {
      const y = tf.square(w);
      return { y, again: tf.clone(y) };
    };
    for (let i = 0; i < 4; i++) {
      const { y, again } = captured.run({}, compute);
      y.dispose();
      assert.deepEqual([...again.dataSync()], [4]);
      again.dispose();
    }
    w.dispose();
  });

  test('leaves nothing behind', () => {
    const { w, run } = counted();
    run(4, 1);
    const before = [tf.memory().numTensors, native()];
    for (let seed = 1; seed <= 6; seed++) run(4, seed);
    assert.deepEqual([tf.memory().numTensors, native()], before);
    w.dispose();
  });

  test('is run for inputs of another shape, and repeats again for the first', () => {
    const { w, run, runs } = counted();
    for (const rows of [4, 4, 4, 5, 4, 4]) run(rows, rows);
    assert.equal(runs(), 3);
    w.dispose();
  });

  test('is run for inputs of other names or types', () => {
    const { w, run, captured, runs } = counted();
    for (let i = 0; i < 3; i++) run(4, 1);
    const [x, whole] = [normal([4, 3], 1), tf.zeros([4, 3], 'int32')];
    for (const inputs of [{ z: x }, { x: whole }, { x, z: x }, {}]) {
      let ran = false;
      tf.dispose(
        captured.run(inputs, () => {
          ran = true;
          return { y: tf.scalar(1) };
        }),
      );
      assert.ok(ran, Object.keys(inputs).join());
    }
    for (let i = 0; i < 3; i++) run(4, 2);
    assert.equal(runs(), 2);
    tf.dispose([w, x, whole]);
  });

  test('is run every time if a result is a constant, or is what a variable was assigned', () => {
    const w = tf.variable(tf.scalar(2));
    const computations = [
      () => tf.tidy(() => ({ y: tf.add(w, 1), one: tf.add(tf.scalar(0), 0), constant: tf.scalar(5) })),
      () =>
        tf.tidy(() => {
          const y = tf.add(w, 1);
          w.assign(y as never);
          return { y };
        }),
    ];
    for (const compute of computations) {
      const captured = new ops.Captured([w]);
      let runs = 0;
      for (let i = 0; i < 5; i++) {
        w.assign(tf.scalar(i));
        const results = captured.run({}, () => {
          runs++;
          return compute();
        });
        assert.deepEqual([...results.y.dataSync()], [i + 1]);
        tf.dispose(results);
      }
      assert.equal(runs, 5);
    }
    w.dispose();
  });

  test('that fails half-way frees what it has made', () => {
    const { w, run, captured, compute } = counted();
    for (let i = 0; i < 3; i++) run(4, 1);
    const backend = tf.backend() as unknown as { binding: { executeOp(...given: unknown[]): unknown } };
    const { binding } = backend;
    let calls = 0;
    backend.binding = Object.setPrototypeOf(
      {
        executeOp: (...given: unknown[]) => {
          if (++calls === 2) throw new Error('no memory');
          return binding.executeOp(...given);
        },
      },
      binding,
    ) as typeof binding;
    const x = normal([4, 3], 5);
    x.square().dispose(); // makes it native
    calls = 0;
    const before = native();
    assert.throws(() => captured.run({ x }, () => compute(x)), /no memory/);
    backend.binding = binding;
    assert.equal(native(), before);
    run(4, 2);
    tf.dispose([w, x]);
  });

  const draw = random.stream(1, 'noise');
  const outside = tf.scalar(3);
  let step = 0;
  for (const [what, extra] of Object.entries({
    'draws random numbers': (y: tf.Tensor) => tf.mul(y, tf.scalar(draw.uniform())),
    'drops out': (y: tf.Tensor) => tf.dropout(y, 0.5),
    'reads a tensor': (y: tf.Tensor) => tf.mul(y, y.dataSync()[0]! > 0 ? 2 : 3),
    'counts its steps': (y: tf.Tensor) => tf.mul(y, ++step),
    'uses a tensor that it was not told of': (y: tf.Tensor) => tf.mul(y, outside),
    'does something else every other time': (y: tf.Tensor) =>
      (++step >> 1) % 2 === 0 ? tf.neg(y) : tf.abs(y),
  })) {
    test(`is run every time if it ${what}`, () => {
      const { w, run, runs } = counted(extra);
      for (let i = 0; i < 5; i++) run(4, 1, 'its own');
      assert.equal(runs(), 5);
      w.dispose();
    });
  }

  test('is run every time if it gives back what it was given, or a variable', () => {
    const w = tf.variable(tf.scalar(2));
    for (const give of [(x: tf.Tensor) => tf.clone(x), () => tf.clone(w)]) {
      const captured = new ops.Captured([w]);
      let runs = 0;
      for (let i = 0; i < 4; i++) {
        const x = tf.scalar(i);
        const { y } = captured.run({ x }, () => {
          runs++;
          return { y: give(x) };
        });
        x.dispose();
        assert.deepEqual([...y.dataSync()], give.length > 0 ? [i] : [2]);
        y.dispose();
      }
      assert.equal(runs, 4);
    }
    w.dispose();
  });

  test('an error of the computation comes through, and leaves the backend as it was', () => {
    const { w, captured, run } = counted();
    const before = (tf.backend() as unknown as { binding: object }).binding;
    assert.throws(
      () =>
        captured.run({}, () => {
          throw new Error('no');
        }),
      /no/,
    );
    assert.equal((tf.backend() as unknown as { binding: object }).binding, before);
    run(4, 1);
    w.dispose();
  });

  test('shared numbers, as of weights just cloned, are waited for to part', () => {
    const a = tf.variable(tf.scalar(2));
    const b = tf.variable(tf.clone(a));
    const captured = new ops.Captured([a, b]);
    let runs = 0;
    const run = () => {
      const { y } = captured.run({}, () => {
        runs++;
        return tf.tidy(() => ({ y: tf.sub(a, tf.mul(b, 3)) }));
      });
      const [value] = y.dataSync();
      y.dispose();
      return value;
    };
    for (let i = 0; i < 3; i++) assert.equal(run(), -4);
    assert.equal(runs, 3);
    b.assign(tf.scalar(5));
    for (let i = 0; i < 4; i++) assert.equal(run(), -13);
    assert.equal(runs, 3 + 2);
    a.assign(tf.clone(b)); // once captured, sharing does no harm
    assert.equal(run(), -10);
    assert.equal(runs, 3 + 2);
    tf.dispose([a, b]);
  });

  test('is captured with a mask of dropout that it is given', () => {
    const captured = new ops.Captured([]);
    let runs = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const inputs = { x: normal([4, 30], 1), mask: tf.dropout(tf.ones([4, 30]), 0.5, undefined, seed) };
      const { y } = captured.run(inputs, () => {
        runs++;
        return { y: tf.mul(inputs.x, inputs.mask) };
      });
      const expected = tf.mul(inputs.x, inputs.mask);
      assert.deepEqual([...y.dataSync()], [...expected.dataSync()]);
      tf.dispose([inputs, y, expected]);
    }
    assert.equal(runs, 2);
  });

  test('is run every time on another backend', async () => {
    await tf.setBackend('cpu');
    const { w, run, runs } = counted();
    for (let i = 0; i < 4; i++) run(4, i + 1);
    assert.equal(runs(), 4);
    w.dispose();
  });
});

suite('a captured computation that is verified', () => {
  beforeEach(() => tf.setBackend('tensorflow'));

  const changes: Record<string, readonly [(now: boolean, y: tf.Tensor) => tf.Tensor, RegExp]> = {
    'a constant': [
      (now, y) => tf.mul(y, now ? 0.25 : 0.5),
      /^the computation is not a function of its inputs and variables alone: the constant before call 3 is 0\.25, it was 0\.5$/,
    ],
    'a constant of several numbers': [
      (now, y) => tf.add(y, tf.tensor1d([1, now ? 7 : 2])),
      /the constant before call 3 is \[1, 7\] of shape \[2\], it was \[1, 2\] of shape \[2\]/,
    ],
    'an operation': [(now, y) => (now ? tf.neg(y) : tf.abs(y)), /call 3 is Neg, it was Abs/],
    'an attribute': [(now, y) => tf.leakyRelu(y, now ? 0.1 : 0.2), /call 3, LeakyRelu, has other attributes/],
    'what a call takes': [
      (now, y) => {
        const negative = tf.neg(y);
        return now ? tf.sub(y, negative) : tf.sub(negative, y);
      },
      /call 4, Sub, has other inputs/,
    ],
    'the number of calls': [
      (now, y) => (now ? tf.neg(tf.neg(tf.neg(y))) : tf.neg(y)),
      /it makes 6 calls, it made 4, the same before call 4/,
    ],
    'that it reads a tensor': [
      (now, y) => (now ? tf.mul(y, y.dataSync()[0]! * 0 + 2) : tf.mul(y, 2)),
      /it reads a tensor/,
    ],
    'that it uses a tensor that it was not given': [
      (now, y) => (now ? tf.mul(y, foreign) : tf.mul(y, y)),
      /it uses a tensor that it was not given/,
    ],
  };
  const foreign = tf.scalar(3);
  for (const [what, [extra, message]] of Object.entries(changes)) {
    test(`fails if what has changed since is ${what}`, () => {
      let now = false;
      tf.neg(foreign).dispose(); // makes it native
      const w = tf.variable(normal([3, 2], 1));
      const captured = new ops.Captured([w]);
      const x = normal([4, 3], 1);
      const compute = () =>
        tf.tidy(() => {
          const y = tf.mul(tf.matMul(x as tf.Tensor2D, w as unknown as tf.Tensor2D), w.size);
          return { y: extra(now, y), z: tf.neg(y) };
        });
      for (let i = 0; i < 3; i++) tf.dispose(captured.run({ x }, compute));
      tf.dispose(captured.run({ x }, compute, { verify: true }));
      now = true;
      tf.dispose(captured.run({ x }, compute)); // not seen here
      const before = [tf.memory().numTensors, native()];
      assert.throws(
        () => captured.run({ x }, compute, { verify: true }),
        (error: Error) => {
          assert.ok(error instanceof ops.ChangedComputation);
          assert.match(error.message, message);
          return true;
        },
      );
      assert.deepEqual([tf.memory().numTensors, native()], before);
      tf.dispose([w, x]);
    });
  }

  test('gives the results of the tape, and stays captured', () => {
    const w = tf.variable(tf.scalar(2));
    const captured = new ops.Captured([w]);
    let runs = 0;
    const compute = () => {
      runs++;
      return tf.tidy(() => {
        w.assign(tf.add(w, 1));
        return { y: tf.square(w) };
      });
    };
    const step = (verify: boolean) => {
      const { y } = captured.run({}, compute, { verify });
      const [value] = y.dataSync();
      y.dispose();
      return value;
    };
    assert.deepEqual([true, true, false, true, false, false].map(step), [9, 16, 25, 36, 49, 64]);
    assert.equal(runs, 3);
    w.dispose();
  });
});
