import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data } from 'gan-lib';

/** A white square of 4 × 4 in the middle of black, `count` times. */
const squares = (count: number) =>
  tf.sub<tf.Tensor4D>(tf.mul(2, tf.pad(tf.ones([count, 4, 4, 1]), [[0, 0], [12, 12], [12, 12], [0, 0]])), 1); // prettier-ignore

/** Brightness of each image, 0 to 1 a pixel, and its centre of mass. */
function measure(images: tf.Tensor4D) {
  const rows = tf.tidy(() => images.add(1).div(2).reshape([-1, 28, 28]).arraySync()) as number[][][];
  return rows.map((image) => {
    const mass = image.flat().reduce((sum, ink) => sum + ink, 0);
    const weigh = (of: (x: number, y: number) => number) =>
      image.reduce((sum, row, y) => row.reduce((total, ink, x) => total + ink * of(x, y), sum), 0) / mass;
    return { mass, x: weigh((x) => x), y: weigh((_, y) => y) };
  });
}

const distorted = (options: Partial<data.DistortionOptions> = {}, count = 200) =>
  tf.tidy(() => measure(data.distortions({ seed: 1, ...options }).apply(squares(count))));

const none = { shear: 0, rotation: 0, zoom: 0, shift: 0 };
const NEAR = 1e-3;

suite('distortions', () => {
  test('of nothing change nothing', () => {
    for (const { mass, x, y } of distorted(none)) {
      assert.ok(Math.abs(mass - 16) < NEAR && Math.abs(x - 13.5) < NEAR && Math.abs(y - 13.5) < NEAR);
    }
  });

  test('shift within their limits, each image in its own way', () => {
    const places = distorted({ ...none, shift: 3 });
    for (const axis of ['x', 'y'] as const) {
      const moves = places.map((place) => place[axis] - 13.5);
      assert.ok(moves.every((move) => Math.abs(move) <= 3 + NEAR));
      assert.ok(Math.min(...moves) < -2.5 && Math.max(...moves) > 2.5);
    }
    assert.equal(new Set(places.map(({ x }) => x.toFixed(3))).size > 150, true);
  });

  test('turn and shear about the centre and keep the size', () => {
    for (const option of [{ shear: 0.5 }, { rotation: 0.3 }]) {
      for (const { mass, x, y } of distorted({ ...none, ...option })) {
        assert.ok(Math.abs(x - 13.5) < NEAR && Math.abs(y - 13.5) < NEAR);
        assert.ok(Math.abs(mass - 16) < 0.5, `${mass}`);
      }
    }
  });

  test('zoom both axes by themselves: the area lies between 1 / 1.2² and 1 / 0.8² of what it was', () => {
    const areas = distorted({ ...none, zoom: 0.2 }).map(({ mass }) => mass / 16);
    assert.ok(Math.min(...areas) > 0.65 && Math.min(...areas) < 0.8, `${Math.min(...areas)}`);
    assert.ok(Math.max(...areas) < 1.6 && Math.max(...areas) > 1.3, `${Math.max(...areas)}`);
  });

  test('stay in [−1, 1], black beyond the border', () => {
    const range = tf.tidy(() => {
      const pixels = data.distortions({ seed: 2, shift: 10 }).apply(tf.ones([50, 28, 28, 1]));
      return [pixels.min(), pixels.max()].map((each) => each.dataSync()[0]);
    });
    assert.deepEqual(range, [-1, 1]);
  });

  test('depend on seed and name, and go on where they were saved', () => {
    assert.deepEqual(distorted(), distorted());
    assert.notDeepEqual(distorted(), distorted({ seed: 2 }));
    assert.notDeepEqual(distorted(), distorted({ name: 'others' }));
    const next = (from: data.Distortions) => tf.tidy(() => measure(from.apply(squares(3))));
    const source = data.distortions({ seed: 1 });
    next(source);
    const state = JSON.stringify(source.save());
    const following = next(source);
    const elsewhere = data.distortions({ seed: 9 });
    elsewhere.restore(JSON.parse(state) as ReturnType<typeof source.save>);
    assert.deepEqual(next(elsewhere), following);
  });
});
