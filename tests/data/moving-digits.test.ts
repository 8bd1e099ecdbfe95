import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, random } from 'gan-lib';

const SIZE = 784;

/** One image of 28 × 28, white, with the label 7: a moving white square of 14 × 14. */
const white: data.ImageSet = {
  name: 'white',
  count: 1,
  shape: [28, 28, 1],
  pixels: new Uint8Array(SIZE).fill(255),
  labels: Uint8Array.of(7),
};

const draw = (options: Partial<data.MovingDigitsOptions> = {}, images = white, seed = 1) =>
  data.movingDigits(images, random.stream(seed, 'films'), { count: 50, ...options });

/** Frame `t` of film `i`, row by row. */
const frame = ({ films }: data.MovingDigits, frames: number, i: number, t: number) =>
  Array.from({ length: SIZE }, (_, k) => films[(i * SIZE + k) * frames + t]!);

/** Moved in each film from frame to frame, along each axis. */
const moves = ({ places }: data.MovingDigits, frames: number, i: number) =>
  Array.from({ length: frames - 1 }, (_, t) =>
    [0, 1].map((axis) => places[(i * frames + t + 1) * 2 + axis]! - places[(i * frames + t) * 2 + axis]!),
  );

suite('movingDigits', () => {
  test('shows the digit where the truth says it is, and the background elsewhere', () => {
    for (const background of ['black', 'gradient'] as const) {
      const drawn = draw({ background, frames: 5 });
      for (let i = 0; i < 50; i++) {
        for (let t = 0; t < 5; t++) {
          const [row, column] = drawn.places.subarray((i * 5 + t) * 2);
          const expected = Array.from({ length: SIZE }, (_, k) => {
            const [down, right] = [Math.floor(k / 28) - row!, (k % 28) - column!];
            const within = down >= 0 && down < 14 && right >= 0 && right < 14;
            return within ? 1 : drawn.backgrounds[i * SIZE + k]!;
          });
          assert.deepEqual(frame(drawn, 5, i, t), expected);
        }
      }
      assert.ok(drawn.labels.every((label) => label === 7));
    }
  });

  test('moves 1 to 2 pixels a frame in every direction, and bounces off the borders', () => {
    const frames = 40;
    const drawn = draw({ frames, count: 200 });
    const angles = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const [down, right] = drawn.velocities.subarray(2 * i);
      const speed = Math.hypot(down!, right!);
      assert.ok(speed >= 1 - 1e-6 && speed <= 2, `${speed}`);
      angles.add(Math.floor((4 * Math.atan2(down!, right!)) / Math.PI));
      for (const move of moves(drawn, frames, i)) {
        // Places are rounded: a move differs from the velocity by less than a pixel, or it is turned round.
        assert.ok(Math.abs(move[0]!) <= Math.abs(down!) + 1 && Math.abs(move[1]!) <= Math.abs(right!) + 1);
      }
      const turns = [0, 1].map(
        (axis) => new Set(moves(drawn, frames, i).map((move) => Math.sign(move[axis]!))),
      );
      // 39 frames at a speed of 1 or more cross 14 pixels along at least one axis.
      assert.ok(turns.some((signs) => signs.has(1) && signs.has(-1)));
    }
    assert.equal(angles.size, 8);
    assert.ok(drawn.places.every((place) => place >= 0 && place <= 14));
    assert.deepEqual([Math.min(...drawn.places), Math.max(...drawn.places)], [0, 14]);
  });

  test('shrinks a digit by means of 2 × 2 pixels', () => {
    const pixels = new Uint8Array(SIZE);
    pixels.set([255, 255], 0);
    pixels.set([255, 0], 28); // upper left block: 3 of 4
    pixels[27 * 28 + 27] = 255; // lower right block: 1 of 4
    const drawn = draw({ background: 'black', frames: 1, count: 1 }, { ...white, pixels });
    const [row, column] = drawn.places;
    const shown = frame(drawn, 1, 0, 0);
    assert.equal(shown[row! * 28 + column!], 0.5);
    assert.equal(shown[(row! + 13) * 28 + column! + 13], -0.5);
    assert.equal(shown.filter((value) => value !== -1).length, 2);
  });

  test('gradients run from −0.9 at the least, by their formula, in random directions', () => {
    const { backgrounds } = draw({ count: 20 });
    const slopes = Array.from({ length: 20 }, (_, i) => {
      const at = (row: number, column: number) => backgrounds[i * SIZE + row * 28 + column]!;
      const [across, down] = [at(14, 27) - at(14, 0), at(27, 14) - at(0, 14)].map((rise) => rise / 0.6);
      assert.ok(Math.abs(Math.hypot(across!, down!) - 1) < 1e-5);
      const middle = (at(13, 13) + at(14, 14)) / 2;
      assert.ok(Math.abs(middle + 0.6) < 1e-5, `${middle}`); // −0.9 + 0.6 / 2
      return across!;
    });
    assert.ok(Math.min(...slopes) < -0.5 && Math.max(...slopes) > 0.5);
  });

  test('takes images of a set as backgrounds, at 45 % of their brightness', () => {
    const grey: data.ImageSet = { ...white, pixels: new Uint8Array(SIZE).fill(200) };
    const { backgrounds } = draw({ background: grey, count: 2 });
    const expected = Math.fround(-1 + (0.45 * 200) / 127.5);
    assert.ok(backgrounds.every((value) => Math.abs(value - expected) < 1e-6));
  });

  test('of MNIST: a digit shows on some 5 % of a frame, its path covers some 16 %', () => {
    const { films } = draw({ background: 'black', count: 300 }, data.loadMnist().train);
    const isInk = (value: number) => value > -0.5;
    let [ink, touched] = [0, 0];
    for (let pixel = 0; pixel < 300 * SIZE; pixel++) {
      const values = films.subarray(8 * pixel, 8 * (pixel + 1));
      ink += values.filter(isInk).length / 8;
      if (values.some(isInk)) touched++;
    }
    const shares = [ink, touched].map((count) => count / (300 * SIZE));
    assert.ok(shares[0]! > 0.04 && shares[0]! < 0.06, `${shares[0]}`);
    assert.ok(shares[1]! > 0.13 && shares[1]! < 0.19, `${shares[1]}`);
  });

  test('depends on the stream alone, and serves as a source of batches', () => {
    const { train } = data.loadMnist();
    assert.deepEqual(draw({}, train), draw({}, train));
    assert.notDeepEqual(draw({}, train).films, draw({}, train, 2).films);
    const source = data.functionBatches({
      batchSize: 4,
      shapes: { x: [28, 28, 8], labels: [] },
      random: random.stream(1, 'films'),
      draw: (stream) => {
        const { films, labels } = data.movingDigits(train, stream, { count: 4 });
        return { x: films, labels };
      },
    });
    const { x, labels } = source.next();
    assert.deepEqual([x.shape, x.dtype, labels.dtype], [[4, 28, 28, 8], 'float32', 'int32']);
    tf.dispose([x, labels]);
  });

  test('refuses other images and numbers', () => {
    const wide: data.ImageSet = { ...white, name: 'wide', shape: [14, 56, 1] };
    const message = 'data.movingDigits: images of 28 × 28 × 1 are allowed, got 14 × 56 × 1 of wide';
    assert.throws(() => draw({}, wide), { name: 'RangeError', message });
    assert.throws(() => draw({ background: wide }), { name: 'RangeError', message });
    assert.throws(() => draw({ frames: 0 }), /frames of at least 1 is allowed, got 0/);
    assert.throws(() => draw({ count: 1.5 }), /count of at least 1 is allowed, got 1\.5/);
  });
});
