import assert from 'node:assert/strict';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { data } from 'gan-lib';
import sharp from 'sharp';

type Colour = readonly [number, number, number];

/** A picture of one colour, as a file of the kind that its name ends in. */
async function paint(file: string, [r, g, b]: Colour, [width, height] = [40, 40]): Promise<void> {
  await sharp({ create: { width: width, height: height, channels: 3, background: { r, g, b } } }).toFile(
    file,
  );
}

/** Any number of colours, all different. */
const colour = (i: number): Colour => [i % 250, Math.floor(i / 250) % 250, 128];

/** A folder of pictures that lives as long as the test, and what is said of it. */
function folderOf(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'pictures ä '));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const lines: string[] = [];
  const load = (options: Partial<data.ImageFolderOptions> = {}) =>
    data.imageFolder(folder, { size: 32, say: (line) => lines.push(line), ...options });
  return { folder, lines, load, file: (name: string) => join(folder, name) };
}

/** The pixel in a row and column of an image. */
const pixel = (
  { pixels, shape: [height, width, channels] }: data.ImageSet,
  i: number,
  row: number,
  column: number,
) => Array.from(pixels.subarray(((i * height + row) * width + column) * channels).subarray(0, channels));

const near = (found: readonly number[], wanted: readonly number[], by: number) =>
  found.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]!) <= by, `${found} is not ${wanted}`));

suite('imageFolder', () => {
  test('reads PNG, JPEG, WebP and SVG, in folders within the folder, in the order of their names', async (t) => {
    const { folder, load, file, lines } = folderOf(t);
    mkdirSync(file('more'));
    mkdirSync(file('.hidden'));
    await paint(file('a.png'), [200, 30, 40]);
    await paint(file('b.JPG'), [20, 180, 40]);
    await paint(file('more/c.webp'), [20, 30, 190]);
    await paint(file('.hidden/e.png'), [1, 2, 3]);
    writeFileSync(file('d.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#0c8"/></svg>'); // prettier-ignore
    writeFileSync(file('notes.txt'), 'no picture');
    const set = await load();
    assert.deepEqual(set.files, ['a.png', 'b.JPG', 'd.svg', join('more', 'c.webp')]);
    assert.deepEqual(
      [set.count, set.shape, set.labels.length, set.pixels.length],
      [4, [32, 32, 3], 4, 4 * 3072],
    );
    near(pixel(set, 0, 16, 16), [200, 30, 40], 0);
    near(pixel(set, 1, 16, 16), [20, 180, 40], 3);
    near(pixel(set, 2, 16, 16), [0, 204, 136], 1);
    near(pixel(set, 3, 16, 16), [20, 30, 190], 6);
    assert.ok(folder.endsWith(set.name));
    assert.deepEqual(lines, ['data.imageFolder: 4 pictures are few: expect copies of them; some hundreds are a beginning.']); // prettier-ignore
  });

  test('crops to the middle, or fits with a background; what is transparent becomes background', async (t) => {
    const { load, file } = folderOf(t);
    const [red, blue] = [
      { r: 255, g: 0, b: 0 },
      { r: 0, g: 0, b: 255 },
    ];
    const right = await sharp({ create: { width: 40, height: 40, channels: 3, background: blue } }).png().toBuffer(); // prettier-ignore
    await sharp({ create: { width: 120, height: 40, channels: 3, background: red } })
      .composite([{ input: right, left: 80, top: 0 }])
      .toFile(file('wide.png'));
    const cropped = await load();
    for (const column of [0, 31]) near(pixel(cropped, 0, 16, column), [255, 0, 0], 10);
    const fitted = await load({ fit: 'fit', background: [0, 255, 0] });
    near(pixel(fitted, 0, 0, 16), [0, 255, 0], 0);
    near(pixel(fitted, 0, 16, 9), [255, 0, 0], 0);
    near(pixel(fitted, 0, 16, 27), [0, 0, 255], 0);
    rmSync(file('wide.png'));
    await sharp({ create: { width: 9, height: 9, channels: 4, background: { ...red, alpha: 0 } } }).toFile(file('clear.png')); // prettier-ignore
    near(pixel(await load(), 0, 5, 5), [255, 255, 255], 0);
  });

  test('turns photographs upright, and gives grey images of one channel', async (t) => {
    const { load, file } = folderOf(t);
    const black = await sharp({ create: { width: 40, height: 20, channels: 3, background: { r: 0, g: 0, b: 0 } } }).png().toBuffer(); // prettier-ignore
    await sharp({ create: { width: 40, height: 40, channels: 3, background: { r: 255, g: 255, b: 255 } } })
      .composite([{ input: black, left: 0, top: 0 }])
      .withMetadata({ orientation: 3 }) // upside down
      .toFile(file('photo.png'));
    const set = await load({ colour: false });
    assert.deepEqual(set.shape, [32, 32, 1]);
    near([...pixel(set, 0, 4, 16), ...pixel(set, 0, 28, 16)], [255, 0], 1);
  });

  test('names a broken file in one line and goes on without it', async (t) => {
    const { load, file, lines } = folderOf(t);
    await paint(file('good.png'), [1, 2, 3]);
    await paint(file('z.jpg'), [50, 60, 70], [400, 400]);
    writeFileSync(file('cut off.jpg'), readFileSync(file('z.jpg')).subarray(0, 900));
    writeFileSync(file('text.png'), 'I am no picture');
    writeFileSync(file('empty.webp'), '');
    const set = await load();
    assert.deepEqual(set.files, ['good.png', 'z.jpg']);
    assert.equal(set.broken.length, 3);
    for (const [i, name] of ['cut off.jpg', 'empty.webp', 'text.png'].entries()) {
      assert.ok(set.broken[i]!.startsWith(`${name}: `) && !set.broken[i]!.includes('\n'), set.broken[i]);
    }
    assert.match(lines[0]!, /^data\.imageFolder: 3 files left out as broken, the first cut off\.jpg: .*\.$/);
  });

  test('refuses a folder that is not there, a file, an empty folder, and one of broken pictures', async (t) => {
    const { folder, load, file } = folderOf(t);
    const refuses = (promise: Promise<unknown>, message: RegExp) =>
      assert.rejects(promise, (error: Error) => {
        assert.match(error.message, message);
        return !error.message.includes('\n');
      });
    await refuses(load(), /pictures ä .*: expected pictures \(\.png, .* found none in the folder$/);
    await refuses(
      data.imageFolder(file('nowhere'), { size: 32 }),
      /expected a folder of pictures, found nothing$/,
    );
    writeFileSync(file('a.png'), 'text');
    await refuses(
      data.imageFolder(file('a.png'), { size: 32 }),
      /expected a folder of pictures, found a file$/,
    );
    await refuses(load(), /none of its 1 pictures can be read; a\.png: /);
    await refuses(
      data.imageFolder(folder, { size: 7 }),
      /size: a whole number from 8 to 256 is allowed, got 7/,
    );
  });

  test('says that twelve pictures are few, and takes a picture that is there twice once', async (t) => {
    const { load, file, lines } = folderOf(t);
    for (let i = 0; i < 12; i++) await paint(file(`${i + 10}.png`), colour(i));
    await paint(file('copy of 15.png'), colour(5));
    const set = await load();
    assert.equal(set.count, 12);
    assert.deepEqual(set.duplicates, ['copy of 15.png is 15.png']);
    assert.deepEqual(lines, [
      'data.imageFolder: 1 picture left out as there already, the first copy of 15.png is 15.png.',
      'data.imageFolder: 12 pictures are few: expect copies of them; some hundreds are a beginning.',
    ]);
  });

  test('keeps what it decoded as one file, until a picture or a setting changes; a damaged one is made again', async (t) => {
    const { load, file, lines } = folderOf(t);
    const cache = file(join('.gan-lib', '32-colour-crop.images'));
    for (let i = 0; i < 3; i++) await paint(file(`${i}.png`), colour(i));
    const first = await load();
    const kept = readFileSync(cache);
    const written = statSync(cache).mtimeMs;
    assert.deepEqual({ ...(await load()) }, { ...first });
    assert.equal(statSync(cache).mtimeMs, written); // it was read, not made
    for (const at of [20, kept.length - 5]) {
      const damaged = Uint8Array.from(kept);
      damaged[at]! ^= 1;
      writeFileSync(cache, damaged);
      assert.deepEqual((await load()).pixels, first.pixels);
      assert.ok(readFileSync(cache).equals(kept));
    }
    writeFileSync(cache, kept.subarray(0, 3000));
    assert.deepEqual((await load()).pixels, first.pixels);
    await paint(file('1.png'), [9, 8, 7]);
    utimesSync(file('1.png'), 1e9, 1e9);
    near(pixel(await load(), 1, 3, 3), [9, 8, 7], 0);
    near(pixel(await load({ background: [0, 0, 0] }), 0, 3, 3), colour(0), 0);
    assert.equal((await load({ size: 16 })).pixels.length, 3 * 16 * 16 * 3);
    assert.equal(lines.filter((line) => line.includes('cannot be written')).length, 0);
    await load({ cache: join(file('1.png'), 'below a file') });
    assert.match(lines.at(-2)!, /below a file cannot be written; the pictures are decoded anew each time\.$/);
  });

  test('stops when it is told to', async (t) => {
    const { load, file } = folderOf(t);
    await paint(file('a.png'), [1, 2, 3]);
    await assert.rejects(load({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  });

  test(
    '50,000 pictures: progress is shown, memory is that of the result',
    { timeout: 600_000 },
    async (t) => {
      const { load, file, lines } = folderOf(t);
      for (let i = 0; i < 500; i++) await paint(file(`${i}.png`), colour(i), [33, 33]);
      for (let i = 500; i < 50_000; i++) linkSync(file(`${i % 500}.png`), file(`${i}.png`));
      const begin = process.memoryUsage().rss;
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
      const set = await load({ cache: false }).finally(() => clearInterval(watch));
      assert.equal(set.count + set.duplicates.length, 50_000);
      assert.equal(set.count, 500);
      assert.match(lines[0]!, /^data\.imageFolder: \d+ of 50000 pictures\.$/);
      const result = 50_000 * 32 * 32 * 3;
      assert.ok(most - begin < result + 200e6, `${(most - begin) / 1e6} MB`);
    },
  );
});
