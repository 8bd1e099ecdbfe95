/**
 * Charts and pictures look as they did when someone last looked at them. `UPDATE_PICTURES=1 npm test -- pictures`
 * stores them anew; look at them before you commit them.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import { Resvg } from '@resvg/resvg-js';
import { plots } from 'gan-lib';
import { PNG } from 'pngjs';
import { pictures, plotly, vegaLite } from './examples.ts';

const folder = new URL('pictures/', import.meta.url);
const require = createRequire(import.meta.url);
const fontFiles = ['', '-Bold'].map((style) =>
  require.resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${style}.ttf`),
);

/** Mean difference of two pictures' bytes, and the share of bytes that differ visibly. */
function difference(a: Buffer, b: Buffer): { mean: number; visible: number } {
  let [sum, visible] = [0, 0];
  a.forEach((byte, i) => {
    const gap = Math.abs(byte - b[i]!);
    sum += gap;
    if (gap > 64) visible++;
  });
  return { mean: sum / a.length, visible: visible / a.length };
}

async function drawn(chart: plots.Chart): Promise<Uint8Array> {
  const bundle = await plots.bundle(chart);
  if ('image/png' in bundle) return bundle['image/png'] as Uint8Array;
  return new Resvg(bundle['image/svg+xml'] as string, {
    background: '#ffffff',
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  })
    .render()
    .asPng();
}

suite('pictures', () => {
  for (const [name, chart] of Object.entries({ ...vegaLite, embedding: plotly['embedding']!, ...pictures })) {
    test(`${name} looks as it did`, async () => {
      const now = await drawn(chart);
      const file = new URL(`${name.replaceAll(' ', '-')}.png`, folder);
      if (process.env['UPDATE_PICTURES'] === '1') {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, now);
      }
      assert.ok(existsSync(file), 'there is no stored picture');
      const [before, after] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(Buffer.from(now))];
      assert.deepEqual([after.width, after.height], [before.width, before.height]);
      const { mean, visible } = difference(before.data, after.data);
      assert.ok(mean < 0.5 && visible < 0.002, `mean difference ${mean}, ${visible} of it visible`);
    });
  }

  test('another line is a visible difference', async () => {
    const [a, b] = await Promise.all(
      [0.4, 0.6].map(async (y) => {
        const line = { name: 'a', x: [0, 1], y: [0, y] };
        return PNG.sync.read(
          Buffer.from(
            await drawn(plots.lines([line, { ...line, name: 'b', y: [0, 1] }], { x: 'x', y: 'y' })),
          ),
        );
      }),
    );
    assert.ok(difference(a!.data, b!.data).visible > 0.002);
  });
});
