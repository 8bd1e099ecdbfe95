/** What an edit costs, against numbers worked out by hand. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { losses } from 'gan-lib';
import { near } from './reference.ts';

const numbers = (compute: () => tf.Tensor): number[] => tf.tidy(() => [...compute().dataSync()]);
const images = () => tf.tensor([0, 1, 2, 3, 1, 1, 1, 1], [2, 2, 2, 1]);

suite('the cost of an edit', () => {
  test('a stroke error is a mean over the mask alone, of each row; nothing painted costs nothing', () => {
    const edit = () => ({ wanted: tf.fill([2, 2, 1], 1), mask: tf.tensor([0, 1, 0, 1], [2, 2, 1]) });
    const [first, second] = numbers(() => losses.strokeError(images(), edit()));
    near(first!, (0 + 4) / 2, 1e-6);
    near(second!, 0, 1e-6);
    const nothing = () => ({ ...edit(), mask: tf.zeros([2, 2, 1]) });
    assert.deepEqual(
      numbers(() => losses.strokeError(images(), nothing())),
      [0, 0],
    );
  });

  test('each row may have an edit of its own', () => {
    const mask = () => tf.tensor([1, 0, 0, 0, 0, 0, 1, 1], [2, 2, 2, 1]);
    const [first, second] = numbers(() =>
      losses.strokeError(images(), { wanted: tf.zeros([1, 2, 2, 1]), mask: mask() }),
    );
    near(first!, 0, 1e-6);
    near(second!, 1, 1e-6);
  });

  test('smoothness counts by the distance from where the edit began', () => {
    const z = () => tf.tensor2d([0, 0, 1, -1], [2, 2]);
    const edit = () => ({
      ...{ wanted: tf.zeros([2, 2, 1]), mask: tf.ones([2, 2, 1]) },
      ...{ origin: tf.tensor2d([[0, 1]]), smoothness: 3 },
    });
    const [first, second] = numbers(() => losses.editCost(images(), z(), edit()));
    near(first!, (0 + 1 + 4 + 9) / 4 + (3 * (0 + 1)) / 2, 1e-6);
    near(second!, 1 + (3 * (1 + 4)) / 2, 1e-6);
  });

  test('its gradient by z is that of its formula', () => {
    const edit = () => ({
      ...{ wanted: tf.ones([2, 1, 1]), mask: tf.tensor([1, 0], [2, 1, 1]) },
      ...{ origin: tf.zeros([1, 2]), smoothness: 4 },
    });
    const costOf = (z: tf.Tensor) =>
      tf.sum(losses.editCost(tf.reshape(tf.mul(z, 2), [1, 2, 1, 1]), z, edit()));
    const gradient = numbers(() => tf.grad(costOf)(tf.tensor2d([[0.25, 0.5]])));
    near(gradient[0]!, 2 * (0.5 - 1) * 2 + 4 * 0.25, 1e-6);
    near(gradient[1]!, 4 * 0.5, 1e-6);
  });
});
