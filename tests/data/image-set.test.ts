import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data } from 'gan-lib';

/** Ten images of two pixels: image i has the pixels i, 100 + i and the label i mod 3. */
const numbers: data.ImageSet = {
  name: 'numbers',
  count: 10,
  shape: [1, 2, 1],
  pixels: Uint8Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? i / 2 : 100 + (i - 1) / 2)),
  labels: Uint8Array.from({ length: 10 }, (_, i) => i % 3),
};

/** Which images a set has, by their first pixels; each must have its own second pixel. */
function identities({ count, pixels }: data.ImageSet): number[] {
  assert.equal(pixels.length, 2 * count);
  return Array.from({ length: count }, (_, i) => {
    assert.equal(pixels[2 * i + 1], 100 + pixels[2 * i]!);
    return pixels[2 * i]!;
  });
}

suite('take', () => {
  test('gives the first images, or those from a number on, without copying', () => {
    const first = data.take(numbers, 3);
    assert.deepEqual([identities(first), Array.from(first.labels)], [[0, 1, 2], [0, 1, 2]]); // prettier-ignore
    const last = data.take(numbers, 2, 8);
    assert.deepEqual([identities(last), Array.from(last.labels)], [[8, 9], [2, 0]]); // prettier-ignore
    assert.equal(last.pixels.buffer, numbers.pixels.buffer);
    assert.deepEqual(identities(data.take(last, 1, 1)), [9]);
    assert.equal(data.take(numbers, 0, 10).count, 0);
  });

  test('refuses more images than there are', () => {
    for (const count of [11, -1, 1.5, NaN]) {
      assert.throws(() => data.take(numbers, count), {
        name: 'RangeError',
        message: `data.take: a whole number from 0 to 10 of images is allowed, got ${count}`,
      });
    }
    assert.throws(() => data.take(numbers, 3, 8), /from 0 to 2 of images is allowed, got 3/);
    assert.throws(() => data.take(numbers, 0, 11), /from a whole number from 0 to 10 is allowed, got 11/);
  });
});

suite('only', () => {
  test('gives the images of the classes in their order, labels as they are', () => {
    const some = data.only(numbers, [2, 0]);
    assert.deepEqual(identities(some), [0, 2, 3, 5, 6, 8, 9]);
    assert.deepEqual(Array.from(some.labels), [0, 2, 0, 2, 0, 2, 0]);
    assert.deepEqual([some.name, some.shape], ['numbers, only 2, 0', [1, 2, 1]]);
  });

  test('refuses a class that is not there', () => {
    assert.throws(() => data.only(numbers, [1, 7]), {
      name: 'RangeError',
      message: 'data.only: labels of numbers, 0, 1, 2, are allowed, got 7',
    });
    assert.throws(() => data.only(numbers, []), /are allowed, got none/);
  });
});

suite('halves', () => {
  test('share no image, miss none, and depend on the seed', () => {
    const [one, other] = data.halves(numbers, 3);
    assert.deepEqual([one.count, other.count], [5, 5]);
    const all = [...identities(one), ...identities(other)];
    assert.deepEqual(all.toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]); // prettier-ignore
    identities(one).forEach((i, k) => assert.equal(one.labels[k], i % 3));
    assert.deepEqual(identities(data.halves(numbers, 3)[0]), identities(one));
    assert.notDeepEqual(identities(data.halves(numbers, 4)[0]), identities(one));
    assert.deepEqual(data.halves(data.take(numbers, 7), 1).map(({ count }) => count), [3, 3]); // prettier-ignore
  });
});

suite('labelled', () => {
  const told = (set: data.ImageSet) =>
    Array.from(set.labels.keys()).filter((i) => set.labels[i] !== data.UNLABELLED);

  test('keeps so many labels and hides the others; the images stay', () => {
    for (const count of [0, 1, 4, 10]) {
      const set = data.labelled(numbers, count, 1);
      assert.equal(told(set).length, count);
      for (const i of told(set)) assert.equal(set.labels[i], numbers.labels[i]);
      assert.equal(set.pixels, numbers.pixels);
    }
    assert.deepEqual(Array.from(numbers.labels), [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
  });

  test('which ones depends on the seed, and more of one seed include fewer', () => {
    const many: data.ImageSet = { ...numbers, count: 200, labels: new Uint8Array(200) };
    const [few, more, other] = [
      told(data.labelled(many, 20, 1)),
      told(data.labelled(many, 50, 1)),
      told(data.labelled(many, 20, 2)),
    ];
    assert.ok(few.every((i) => more.includes(i)));
    assert.notDeepEqual(few, other);
    assert.notDeepEqual(
      few,
      Array.from({ length: 20 }, (_, i) => i),
    ); // not simply the first
    assert.deepEqual(few, told(data.labelled(many, 20, 1)));
  });

  test('refuses more labels than there are images', () => {
    assert.throws(() => data.labelled(numbers, 11, 1), {
      name: 'RangeError',
      message: 'data.labelled: a whole number from 0 to 10 is allowed, got 11',
    });
  });
});
