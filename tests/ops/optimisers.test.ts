import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, normal, onEachBackend } from './helpers.ts';

const SHAPES = [[3, 4], [5], [2, 2, 1, 3]];
const STEPS = 10;

const gradients = (step: number) => SHAPES.map((shape, i) => normal(shape as [number], 10 * step + i + 1));
const values = () => SHAPES.map((shape, i) => normal(shape as [number], 1000 + i));

/** Runs a test with fresh variables and frees them after it. */
function withVariables(work: (variables: tf.Variable[]) => void): void {
  const variables = values().map((value) => tf.variable(value));
  work(variables);
  tf.dispose(variables);
}

function run(optimiser: ops.Optimiser, variables: tf.Variable[], from: number, to: number): void {
  for (let step = from; step < to; step++) optimiser.apply(variables, gradients(step));
}

/** What TensorFlow.js's own optimiser makes of the same ten steps. */
function reference(optimiser: tf.Optimizer): tf.Tensor[] {
  let result: tf.Tensor[] = [];
  withVariables((variables) => {
    for (let step = 0; step < STEPS; step++) {
      optimiser.applyGradients(gradients(step).map((tensor, i) => ({ name: variables[i]!.name, tensor })));
    }
    result = variables.map((variable) => tf.clone(variable));
  });
  optimiser.dispose();
  return result;
}

const OPTIMISERS = {
  adam: {
    make: () => ops.adam({ learningRate: 0.01 }),
    same: () => tf.train.adam(0.01, 0.5, 0.999, 1e-8),
  },
  'adam with an epsilon that matters': {
    make: () => ops.adam({ learningRate: 0.01, beta1: 0.9, epsilon: 0.1 }),
    same: () => tf.train.adam(0.01, 0.9, 0.999, 0.1),
  },
  'adam before its step size begins to fall': {
    make: () => ops.adam({ learningRate: 0.01, linearDecay: [STEPS, 2 * STEPS] }),
    same: () => tf.train.adam(0.01, 0.5, 0.999, 1e-8),
  },
  rmsProp: {
    make: () => ops.rmsProp({ learningRate: 0.01 }),
    same: () => tf.train.rmsprop(0.01, 0.9, 0, 1e-8),
  },
  'rmsProp with momentum and an epsilon that matters': {
    make: () => ops.rmsProp({ learningRate: 0.01, decay: 0.99, momentum: 0.5, epsilon: 0.1 }),
    same: () => tf.train.rmsprop(0.01, 0.99, 0.5, 0.1),
  },
  sgd: {
    make: () => ops.sgd({ learningRate: 0.01 }),
    same: () => tf.train.sgd(0.01),
  },
};

onEachBackend('optimisers', (check) => {
  for (const [name, { make, same }] of Object.entries(OPTIMISERS)) {
    check(`${name}: ten steps are those of TensorFlow.js`, () => {
      withVariables((variables) => {
        const optimiser = make();
        run(optimiser, variables, 0, STEPS);
        reference(same()).forEach((expected, i) => assertClose(variables[i]!, expected));
        optimiser.dispose();
      });
    });

    check(`${name}: goes on from a saved state as if it had never stopped`, () => {
      withVariables((variables) => {
        const first = make();
        run(first, variables, 0, 4);
        const state = first.state();
        assert.equal(state.step, 4);
        const resumed = variables.map((variable) => tf.variable(tf.clone(variable)));
        const second = make();
        second.restore(state);
        assert.deepEqual(second.state(), state);
        run(first, variables, 4, STEPS);
        run(second, resumed, 4, STEPS);
        variables.forEach((variable, i) => assert.deepEqual(resumed[i]!.dataSync(), variable.dataSync()));
        assert.deepEqual(second.state(), first.state());
        first.dispose();
        second.dispose();
        tf.dispose(resumed);
      });
    });
  }

  check('a step size falls linearly between two updates, and ends at a fiftieth', () => {
    const variable = tf.variable(tf.zeros([1]));
    const optimiser = ops.adam({ learningRate: 0.1, linearDecay: [2, 6] });
    // With a gradient that is always 1 Adam moves by its step size.
    let at = 0;
    for (const size of [0.1, 0.1, 0.075, 0.05, 0.025, 0.002, 0.002]) {
      optimiser.apply([variable], [tf.ones([1])]);
      assertClose(variable, tf.tensor1d([(at -= size)]));
    }
    optimiser.dispose();
    variable.dispose();
  });

  check('a value assigned between steps is taken over', () => {
    withVariables((variables) => {
      const optimiser = ops.sgd({ learningRate: 1 });
      optimiser.apply(variables, gradients(0));
      variables.forEach((variable) => variable.assign(tf.onesLike(variable)));
      optimiser.apply(variables, gradients(1));
      gradients(1).forEach((gradient, i) => assertClose(variables[i]!, tf.sub(1, gradient)));
      optimiser.dispose();
    });
  });

  check('a step changes neither clones of the variables nor the array they were made from', () => {
    const array = Float32Array.from({ length: 256 }, (_, i) => i);
    const variable = tf.variable(tf.tensor1d(array));
    const optimiser = ops.sgd({ learningRate: 1 });
    const initial = tf.clone(variable);
    optimiser.apply([variable], [tf.ones([256])]);
    const between = tf.clone(variable);
    optimiser.apply([variable], [tf.ones([256])]);
    assertClose(initial, tf.range(0, 256));
    assertClose(between, tf.range(-1, 255));
    assertClose(variable, tf.range(-2, 254));
    assert.deepEqual(
      array,
      Float32Array.from({ length: 256 }, (_, i) => i),
    );
    optimiser.dispose();
    variable.dispose();
  });

  check('slots are named by the position of their variable', () => {
    withVariables((variables) => {
      const optimiser = ops.adam();
      assert.deepEqual(optimiser.state(), { kind: 'adam', step: 0, slots: {} });
      optimiser.apply(variables, gradients(0));
      const { slots } = optimiser.state();
      assert.deepEqual(
        Object.entries(slots).map(([name, { shape }]) => [name, shape]),
        SHAPES.flatMap((shape, i) => [
          [`${i}/firstMoment`, shape],
          [`${i}/secondMoment`, shape],
        ]),
      );
      optimiser.dispose();
      assert.deepEqual(optimiser.state(), { kind: 'adam', step: 0, slots: {} });
    });
  });

  check('what does not fit is refused in words', () => {
    withVariables((variables) => {
      const optimiser = ops.adam();
      assert.throws(() => optimiser.apply([], []), /no variables/);
      assert.throws(
        () => optimiser.apply(variables, gradients(0).slice(1)),
        /gradient of .* is \[5\], it must be \[3,4\]/,
      );
      assert.throws(() => optimiser.apply(variables, gradients(0).slice(0, 2)), /is missing/);
      optimiser.apply(variables, gradients(0));
      assert.throws(
        () => optimiser.apply([...variables].reverse(), gradients(0).reverse()),
        /not those of the step before/,
      );

      const other = ops.adam();
      assert.throws(() => other.restore({ kind: 'sgd', step: 1, slots: {} }), /state of sgd into adam/);
      other.restore(optimiser.state());
      assert.throws(
        () => other.apply(variables.slice(1), gradients(0).slice(1)),
        /6 slots, these 2 variables need 4/,
      );
      assert.throws(
        () => other.apply([...variables].reverse(), gradients(0).reverse()),
        /slot 0\/firstMoment is \[3,4\], variable .* needs \[2,2,1,3\]/,
      );
      optimiser.dispose();
      other.dispose();
    });
    assert.throws(() => ops.adam({ learningRate: 0 }), /adam: learningRate must be above 0, not 0/);
    assert.throws(() => ops.adam({ beta1: 1 }), /adam: beta1 must be at least 0 and below 1, not 1/);
    assert.throws(
      () => ops.adam({ linearDecay: [5, 5] }),
      /linearDecay: \[from, to\] with 0 ≤ from < to is allowed, got \[5, 5\]/,
    );
    assert.throws(() => ops.rmsProp({ decay: -0.1 }), /rmsProp: decay/);
    assert.throws(() => ops.sgd({ learningRate: NaN }), /sgd: learningRate/);
  });

  check('clip puts every weight within the limit and the next step starts there', () => {
    const variable = tf.variable(tf.tensor1d([-3, -0.5, 0.5, 3]));
    const optimiser = ops.sgd({ learningRate: 1 });
    optimiser.apply([variable], [tf.tensor1d([0, 0.1, 0, 0])]);
    ops.clip([variable], 1);
    assertClose(variable, tf.tensor1d([-1, -0.6, 0.5, 1]));
    optimiser.apply([variable], [tf.tensor1d([0.1, 0, 0, 0])]);
    assertClose(variable, tf.tensor1d([-1.1, -0.6, 0.5, 1]));
    assert.throws(() => ops.clip([variable], 0), /limit must be above 0/);
    optimiser.dispose();
    variable.dispose();
  });
});
