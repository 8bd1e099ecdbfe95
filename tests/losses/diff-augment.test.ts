import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { losses, random } from 'gan-lib';
import { near } from './reference.ts';

const { diffAugment } = losses;
const SHAPE = [6, 8, 8, 3] as const;
const pictures = (seed = 4) => tf.randomUniform([...SHAPE], -1, 1, 'float32', seed);

/** A picture's number in row, column and channel. */
type At = (i: number, row: number, column: number, channel: number) => number;
const reader = (x: tf.Tensor): At => {
  const values = x.dataSync();
  const [, height, width, channels] = x.shape as [number, number, number, number];
  return (i, row, column, channel) => values[((i * height + row) * width + column) * channels + channel]!;
};

suite('diffAugment', () => {
  test('colour is the paper’s formula, a number a picture for each of the three', () => {
    const augment = diffAugment(['colour']);
    const x = pictures();
    const drawn = augment.draw(random.stream(1, 'a'), SHAPE);
    const at = reader(augment.apply(x, drawn));
    const [of, b, s, c] = [reader(x), ...['brightness', 'saturation', 'contrast'].map((name) => drawn[name]!.dataSync())] as [At, ...Float32Array[]]; // prettier-ignore
    for (let i = 0; i < SHAPE[0]; i++) {
      const vivid: number[][] = [];
      for (let p = 0; p < 64; p++) {
        const pixel = [0, 1, 2].map((k) => of(i, p >> 3, p & 7, k) + b![i]!);
        const mean = (pixel[0]! + pixel[1]! + pixel[2]!) / 3;
        vivid.push(pixel.map((value) => mean + s![i]! * (value - mean)));
      }
      const all = vivid.flat().reduce((sum, value) => sum + value, 0) / 192;
      vivid.forEach((pixel, p) =>
        pixel.forEach((value, k) => near(at(i, p >> 3, p & 7, k), all + c![i]! * (value - all), 1e-5)),
      );
    }
    const many = augment.draw(random.stream(2, 'b'), [4000, 8, 8, 3]);
    for (const [name, low, high] of [
      ['brightness', -0.5, 0.5],
      ['saturation', 0, 2],
      ['contrast', 0.5, 1.5],
    ] as const) {
      // prettier-ignore
      const values = many[name]!.dataSync();
      near(Math.min(...values), low, 0.01);
      near(Math.max(...values), high, 0.01);
    }
  });

  test('translation moves whole pixels, an eighth of the side at most, and brings in grey', () => {
    const augment = diffAugment(['translation']);
    const seen = new Set<string>();
    const x = tf.add(pictures(), 3); // nothing is 0
    for (let k = 0; k < 20; k++) {
      const at = reader(augment.apply(x, augment.draw(random.stream(k, 'a'), SHAPE)));
      const of = reader(x);
      for (let i = 0; i < SHAPE[0]; i++) {
        const fits = (down: number, right: number) =>
          Array.from({ length: 64 }, (_, p) => [p >> 3, p & 7] as const).every(([row, column]) => {
            const [from, beside] = [row - down, column - right];
            const inside = from >= 0 && from < 8 && beside >= 0 && beside < 8;
            return at(i, row, column, 1) === (inside ? of(i, from, beside, 1) : 0);
          });
        const shift = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const)).find(([down, right]) => fits(down, right)); // prettier-ignore
        assert.ok(shift, 'no shift by at most one pixel of eight');
        seen.add(shift.join());
      }
    }
    assert.equal(seen.size, 9);
  });

  test('cutout makes a square of half the side grey, wherever its centre, and leaves the rest', () => {
    const augment = diffAugment(['cutout']);
    const holes: number[] = [];
    const x = tf.add(pictures(), 3);
    for (let k = 0; k < 20; k++) {
      const at = reader(augment.apply(x, augment.draw(random.stream(k, 'a'), SHAPE)));
      const of = reader(x);
      for (let i = 0; i < SHAPE[0]; i++) {
        const gone = Array.from({ length: 64 }, (_, p) => p).filter((p) => at(i, p >> 3, p & 7, 0) === 0);
        const [rows, columns] = [new Set(gone.map((p) => p >> 3)), new Set(gone.map((p) => p & 7))];
        assert.equal(gone.length, rows.size * columns.size);
        assert.ok(rows.size <= 4 && columns.size <= 4);
        holes.push(gone.length);
        for (let p = 0; p < 64; p++) {
          if (!gone.includes(p)) assert.equal(at(i, p >> 3, p & 7, 2), of(i, p >> 3, p & 7, 2));
        }
      }
    }
    assert.equal(Math.max(...holes), 16);
    assert.ok(Math.min(...holes) < 16 && Math.min(...holes) >= 4); // some hang over the edge
  });

  test('gradients pass through all of it: against finite differences', () => {
    const augment = diffAugment();
    const drawn = augment.draw(random.stream(3, 'a'), SHAPE);
    const weights = tf.randomNormal([...SHAPE], 0, 1, 'float32', 8);
    const f = (x: tf.Tensor) => tf.sum<tf.Scalar>(tf.mul(weights, augment.apply(x, drawn)));
    const x = pictures();
    const gradient = tf.grad(f)(x).dataSync();
    const values = x.dataSync();
    for (const place of [0, 17, 200, 431, 700, 1000, 1151]) {
      const moved = (by: number) => {
        const other = Float32Array.from(values);
        other[place]! += by;
        return f(tf.tensor4d(other, [...SHAPE])).dataSync()[0]!;
      };
      near(gradient[place]!, moved(0.5) - moved(-0.5), 2e-4); // it is linear in x
    }
    const { kept } = drawn;
    const cutout = diffAugment(['cutout']);
    const through = tf.grad((y: tf.Tensor) => tf.sum(cutout.apply(y, { kept: kept! })))(x);
    assert.deepEqual(through.dataSync(), tf.mul(tf.onesLike(x), kept!).dataSync()); // none through a hole
  });

  test('refuses what is no picture; what is drawn depends on the stream alone', () => {
    assert.throws(() => diffAugment().draw(random.stream(1, 'a'), [4, 2]), {
      name: 'RangeError',
      message: 'diffAugment: pictures [batch, height, width, channels] are allowed, got [4,2]',
    });
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const drawn = diffAugment().draw(random.stream(seed, 'a'), SHAPE);
      return Object.values(drawn).map((x) => Array.from(x.dataSync()));
    });
    assert.deepEqual(one, same);
    assert.notDeepEqual(one, other);
  });
});

suite('the contrastive loss', () => {
  test('is equation 1, in plain numbers', () => {
    const [a, b] = [[[1, 0.2], [-0.5, 1], [0.3, 0.4]], [[0.8, 0.1], [0.2, 2], [-1, -1]]]; // prettier-ignore
    const rows = [...a, ...b].map((row) => row.map((value) => value / Math.hypot(...row)));
    const cosine = (i: number, j: number) => rows[i]![0]! * rows[j]![0]! + rows[i]![1]! * rows[j]![1]!;
    const of = (i: number) => {
      const partner = (i + 3) % 6;
      const others = rows.map((_, k) => k).filter((k) => k !== i);
      const sum = others.reduce((total, k) => total + Math.exp(cosine(i, k) / 0.3), 0);
      return -Math.log(Math.exp(cosine(i, partner) / 0.3) / sum);
    };
    const expected = rows.reduce((sum, _, i) => sum + of(i), 0) / 6;
    near(losses.contrastive(tf.tensor2d(a), tf.tensor2d(b), 0.3).dataSync()[0]!, expected, 1e-5);
  });

  test('is log(2n − 1) where all look alike, less where partners do; lengths do not count', () => {
    const alike = tf.ones([8, 4]);
    near(losses.contrastive(alike, alike).dataSync()[0]!, Math.log(15), 1e-5);
    const apart = tf.eye(8);
    const partners = losses.contrastive(apart, tf.mul(3, apart), 0.1).dataSync()[0]!;
    near(partners, Math.log(1 + 14 * Math.exp(-10)), 1e-5);
    assert.throws(
      () => losses.contrastive(alike, tf.ones([7, 4])),
      /^RangeError: contrastive: two tensors \[n, d\]/,
    );
  });
});
