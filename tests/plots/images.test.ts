/** Pixels: that the PNG shows exactly the values, and that no batch is drawn as something it is not. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { plots } from 'gan-lib';
import { PNG } from 'pngjs';

/** Red, green, blue and opacity at a place of a chart's PNG. */
async function reader(chart: plots.Chart): Promise<(x: number, y: number) => number[]> {
  const { 'image/png': bytes } = await plots.bundle(chart);
  const png = PNG.sync.read(Buffer.from(bytes as Uint8Array));
  return (x, y) => [...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 4)];
}

/** Where the grid's images begin without labels. */
const MARGIN = 10;

suite('image grid', () => {
  test('−1 is black, 1 is white, 0 grey; values beyond are clipped', async () => {
    const values = [-1, 1, 0, -3, 3, -0.5];
    const at = await reader(plots.imageGrid({ values, shape: [6, 1, 1, 1] }, { columns: 6, scale: 10 }));
    const expected = [0, 255, 128, 0, 255, 64];
    expected.forEach((grey, i) => {
      const [red, green, blue] = at(MARGIN + i * 20 + 5, MARGIN + 5);
      assert.deepEqual([red, green, blue], [grey, grey, grey], `value ${values[i]}`);
    });
  });

  test('images stand row by row, enlarged pixel by pixel', async () => {
    const values = Array.from({ length: 4 * 4 }, (_, i) => (i % 4 === Math.floor(i / 4) ? 1 : -1));
    const at = await reader(plots.imageGrid({ values, shape: [4, 2, 2, 1] }, { columns: 2, scale: 8 }));
    for (let image = 0; image < 4; image++) {
      for (let pixel = 0; pixel < 4; pixel++) {
        const x = MARGIN + (image % 2) * 24 + (pixel % 2) * 8;
        const y = MARGIN + Math.floor(image / 2) * 24 + Math.floor(pixel / 2) * 8;
        const grey = pixel === image ? 255 : 0;
        assert.equal(at(x + 1, y + 1)[0], grey);
        assert.equal(at(x + 6, y + 6)[0], grey);
      }
    }
  });

  test('tensors, stored bytes and colours', async () => {
    const tensor = tf.tensor4d([1, -1, -1], [1, 1, 1, 3]);
    const red = await reader(plots.imageGrid(tensor, { scale: 10 }));
    assert.deepEqual(red(MARGIN + 5, MARGIN + 5), [255, 0, 0, 255]);
    tensor.dispose();
    const stored = { pixels: Uint8Array.of(0, 77), shape: [1, 1, 1] };
    const grey = await reader(plots.imageGrid(stored, { columns: 2, scale: 10 }));
    assert.deepEqual(grey(MARGIN + 25, MARGIN + 5), [77, 77, 77, 255]);
  });

  test('a pixel that is not a number is pink, and the sentence says so', async () => {
    const chart = plots.imageGrid({ values: [NaN, 1], shape: [2, 1, 1, 1] }, { columns: 2, scale: 10 });
    const at = await reader(chart);
    assert.deepEqual(at(MARGIN + 5, MARGIN + 5).slice(0, 3), [255, 0, 128]);
    assert.match(chart.text, /1 pixels are not numbers and drawn pink/);
  });

  test('a grid of one image of one pixel', async () => {
    const at = await reader(plots.imageGrid({ values: [1], shape: [1, 1, 1, 1] }));
    assert.equal(at(MARGIN + 3, MARGIN + 3)[0], 255);
  });

  test('labels with any characters', async () => {
    const labels = { rowLabels: ['<c> & "1"'], title: 'λ < 1 & σ' };
    await reader(plots.imageGrid({ values: [1], shape: [1, 1, 1, 1] }, labels));
  });
});

suite('film strip', () => {
  test('a row for each sample, a column for each moment', async () => {
    const frames = [0, 1, 2].map((moment) => ({
      step: moment,
      images: { values: [moment / 2, -moment / 2], shape: [2, 1, 1, 1] },
    }));
    const chart = plots.filmStrip(frames, { title: '' });
    assert.match(chart.text, /6 images .* 2 rows and 3 columns \(0 to 2\)/);
  });
});

suite('interpolation', () => {
  test('both ends, and the length of draws in between', () => {
    const [from, to] = [
      [3, 0],
      [0, 3],
    ];
    const way = plots.interpolate(from, to, 5);
    assert.deepEqual([...way.subarray(0, 2)], from);
    assert.ok(Math.abs(way[9]! - 3) < 1e-6 && Math.abs(way[8]!) < 1e-6);
    for (let i = 0; i < 5; i++) assert.ok(Math.abs(Math.hypot(way[2 * i]!, way[2 * i + 1]!) - 3) < 1e-6);
    const equalAngles = Math.atan2(way[3]!, way[2]!);
    assert.ok(Math.abs(equalAngles - Math.PI / 8) < 1e-6);
  });

  test('between equal latents nothing moves', () => {
    const way = plots.interpolate([1, 2], [1, 2], 3);
    assert.ok([...way].every((value, i) => Math.abs(value - [1, 2][i % 2]!) < 1e-6));
  });
});
