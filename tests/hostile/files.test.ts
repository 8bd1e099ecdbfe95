/** Files that are truncated, flipped, foreign or made to harm: refused by name, nothing executed, little memory taken. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { models, training } from 'gan-lib';
import { combinations, readTable } from '../../tools/sweep/table.ts';
import { UserError } from '../../tools/setup/user-error.mjs';
import { toyGan } from '../games/toys.ts';

const require = createRequire(import.meta.url);
const { decodeTensors, encodeTensors } =
  require('gan-lib/dist/models/safetensors') as typeof import('gan-lib/dist/models/safetensors.js');
const { encodeIdx, parseIdx } = require('gan-lib/dist/data/idx') as typeof import('gan-lib/dist/data/idx.js');
const { readCheckpoint, writeCheckpoint } =
  require('gan-lib/dist/training/checkpoint') as typeof import('gan-lib/dist/training/checkpoint.js');

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
after(() => rmSync(folder, { recursive: true }));

/** A copy, for a Buffer's slices share its memory. */
const bytesOfFile = (file: string): Uint8Array => Uint8Array.from(readFileSync(file));

/** What a file is turned into. */
type Damage = (bytes: Uint8Array) => Uint8Array;
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map(
    (share): Damage =>
      (bytes) =>
        bytes.slice(0, share * bytes.length),
  ),
  fc
    .array(fc.tuple(fc.nat(), fc.nat({ max: 7 })), { minLength: 1, maxLength: 8 })
    .map((flips): Damage => (bytes) => {
      const flipped = bytes.slice();
      // Most of the bytes that matter come first.
      for (const [at, bit] of flips)
        flipped[at % Math.min(bytes.length, at % 2 ? 200 : Infinity)]! ^= 1 << bit;
      return flipped;
    }),
  fc.uint8Array({ maxLength: 64 }).map(
    (tail): Damage =>
      (bytes) =>
        Uint8Array.from([...bytes, ...tail]),
  ),
  fc.uint8Array({ maxLength: 300 }).map(
    (other): Damage =>
      () =>
        other,
  ),
);

/** Megabytes that a call takes, at the most. */
const LIMIT = 100e6;

/** Calls `read`: it either gives something that `isSound` or says in one line what is wrong with `name`. */
function readOrRefuse<T>(read: () => T, name: string, isSound: (value: T) => boolean): void {
  const before = process.memoryUsage().arrayBuffers;
  try {
    assert.ok(isSound(read()));
  } catch (error) {
    const { message } = error as Error;
    assert.ok(message.startsWith(name), message);
    assert.doesNotMatch(message, /\n.*\n/s, message);
  }
  assert.ok(process.memoryUsage().arrayBuffers - before < LIMIT);
}

const NAMES = ['a', '__proto__', 'constructor', 'toString', '../../a', ''];

describe('safetensors', () => {
  const whole = encodeTensors({
    tensors: {
      a: { shape: [2, 3], values: new Float32Array(6) },
      b: { shape: [], values: new Float32Array(1) },
    },
    metadata: { of: 'a test' },
  });
  const bytesOf = ({ tensors }: ReturnType<typeof decodeTensors>): number =>
    Object.values(tensors).reduce((sum, { values }) => sum + values.byteLength, 0);

  /** A file with any header. */
  function headed(header: unknown, size: number): Uint8Array {
    const json = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + size);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    return bytes;
  }

  test('damaged files are refused or hold what is in them (400 cases)', () => {
    fc.assert(
      fc.property(damages, (damage) => {
        const bytes = damage(whole);
        readOrRefuse(
          () => decodeTensors(bytes, 'it'),
          'it',
          (file) => bytesOf(file) <= 2 * bytes.length,
        );
      }),
      { numRuns: 400 },
    );
  });

  test('headers that lie are refused, or hold what is in the file (400 cases)', () => {
    const size = fc.oneof(fc.nat({ max: 64 }), fc.constantFrom(-1, 0.5, 2 ** 31, 2 ** 53, 1e300, null, '8'));
    const entry = fc.record({
      dtype: fc.constantFrom('F32', 'F16', 'F64', 'constructor'),
      shape: fc.oneof(fc.array(size, { maxLength: 4 }), fc.constantFrom(null, 'a', {})),
      data_offsets: fc.oneof(fc.tuple(size, size), fc.array(size, { maxLength: 3 })),
    });
    const metadata = fc.oneof(
      fc.constantFrom(null, 1, [], { state: {} }),
      fc.dictionary(fc.constantFrom(...NAMES), fc.string()),
    );
    const header = fc
      .tuple(fc.array(fc.tuple(fc.constantFrom(...NAMES), entry), { maxLength: 4 }), metadata)
      .map(([entries, metadata]) => Object.fromEntries([...entries, ['__metadata__', metadata]]));
    fc.assert(
      fc.property(fc.oneof(header, fc.jsonValue()), fc.nat({ max: 256 }), (header, size) => {
        const bytes = headed(header, size);
        readOrRefuse(
          () => decodeTensors(bytes, 'it'),
          'it',
          (file) => bytesOf(file) <= 2 * size,
        );
      }),
      { numRuns: 400 },
    );
    assert.equal(({} as Record<string, unknown>)['shape'], undefined, 'no prototype was changed');
  });

  test('tensors that share their bytes are refused: a megabyte could ask for a gigabyte', () => {
    const entries = Array.from({ length: 1000 }, (_, i) => [
      `t${i}`,
      { dtype: 'F32', shape: [250_000], data_offsets: [0, 1_000_000] },
    ]);
    const bytes = headed(Object.fromEntries(entries), 1_000_000);
    assert.throws(
      () => decodeTensors(bytes, 'it'),
      /^Error: it: tensor t1 does not begin where another ends/,
    );
  });
});

describe('IDX', () => {
  test('damaged files are refused or hold what is in them (300 cases)', () => {
    const whole = encodeIdx({ shape: [2, 3, 4], values: new Uint8Array(24) });
    fc.assert(
      fc.property(damages, (damage) => {
        const bytes = damage(whole);
        readOrRefuse(
          () => parseIdx(bytes, 'it'),
          'it',
          ({ shape, values }) => values.length === shape.reduce((product, length) => product * length, 1),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('checkpoints', () => {
  const file = join(folder, 'a.safetensors');
  const trainer = new training.Trainer({
    game: toyGan({
      layers: {
        generator: models.mlpGenerator({ output: [2], hidden: [4] }),
        discriminator: models.mlpDiscriminator({ hidden: [4] }),
      },
    }),
  });
  after(() => trainer.dispose());
  trainer.save(file);
  const whole = bytesOfFile(file);
  const { state, tensors } = readCheckpoint(file);
  const hash = (): string => {
    trainer.save(join(folder, 'now.safetensors'));
    return createHash('sha256')
      .update(readFileSync(join(folder, 'now.safetensors')))
      .digest('hex');
  };
  const untouched = hash();

  test('damaged files are refused, and nothing has changed (100 cases)', () => {
    fc.assert(
      fc.property(damages, (damage) => {
        const bytes = damage(whole);
        writeFileSync(file, bytes);
        readOrRefuse(
          () => trainer.load(file),
          file,
          () => true,
        );
        assert.equal(hash(), untouched);
      }),
      { numRuns: 100 },
    );
  });

  test('well-formed files with any part replaced are refused by name, and nothing has changed (150 cases)', () => {
    const places = pathsIn(state);
    const junk = fc.oneof(
      fc.constantFrom<unknown>(null, 0, -1, 1e300, '', 'NaN', [], {}, [null], { __proto__: null }, true),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), junk, (place, value) => {
        writeCheckpoint(file, { state: replaced(state, place, value), tensors });
        try {
          trainer.load(file);
        } catch (error) {
          assert.ok((error as Error).message.startsWith(file), (error as Error).message);
          assert.equal(hash(), untouched);
          return;
        }
        trainer.load(restored());
      }),
      { numRuns: 150 },
    );
  });

  test('tensors of another shape are refused, and nothing has changed', () => {
    for (const name of Object.keys(tensors)) {
      writeCheckpoint(file, {
        state,
        tensors: { ...tensors, [name]: { shape: [7], values: new Float32Array(7) } },
      });
      assert.throws(
        () => trainer.load(file),
        (error: Error) => error.message.startsWith(file),
        name,
      );
      assert.equal(hash(), untouched);
    }
  });

  function restored(): string {
    const other = join(folder, 'whole.safetensors');
    writeFileSync(other, whole);
    return other;
  }
});

/** Ways to every value in plain data. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [[...path]] : [];
  const inner = Object.entries(value).flatMap(([key, child]) => pathsIn(child, [...path, key]));
  return path.length > 0 ? [[...path], ...inner] : inner;
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): Record<string, unknown> {
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key!] = rest.length > 0 ? replaced(copy[key!], rest, by) : by;
  return copy;
}

describe('kept runs and results of sweeps', () => {
  const history = new training.History([
    { step: 1, loss: 2 },
    { step: 2, loss: 1 },
  ]);
  const run = { settings: { seed: 1 }, step: 2, seconds: 1, history } as unknown as training.Trainer;

  test('damaged ones are refused by name (200 cases)', () => {
    const runs = new training.Runs('lesson', folder);
    const { id } = runs.keep(run);
    const own = join(folder, 'lesson', id);
    const parquet = bytesOfFile(join(own, 'history.parquet'));
    const json = bytesOfFile(join(own, 'run.json'));
    const file = join(folder, 'sweeps', 'a.parquet');
    mkdirSync(join(folder, 'sweeps'));
    writeFileSync(`${file}.sha256`, `${createHash('sha256').update(parquet).digest('hex')}  a.parquet\n`);
    fc.assert(
      fc.property(damages, (damage) => {
        writeFileSync(join(own, 'history.parquet'), damage(parquet));
        readOrRefuse(
          () => runs.get(id).columns(),
          own,
          (columns) => Object.keys(columns).length < 100,
        );
        writeFileSync(join(own, 'history.parquet'), parquet);
        writeFileSync(join(own, 'run.json'), damage(json));
        readOrRefuse(
          () => runs.list(),
          own,
          ([run]) => typeof run?.settings === 'object',
        );
        writeFileSync(join(own, 'run.json'), json);
        writeFileSync(file, damage(parquet));
        readOrRefuse(
          () => training.sweep('a', join(folder, 'sweeps')),
          file,
          () => true,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('files of sweeps', () => {
  test('whatever JSON they hold, a table comes out or a line that names the file (300 cases)', async () => {
    const file = join(folder, 'sweep.json');
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(-1, null, [], {}, 1e300, '../../package.json', '__proto__'),
    );
    const declaration = fc.record(
      {
        recipe: junk,
        notebook: junk,
        seeds: fc.oneof(fc.constant([1]), junk),
        settings: junk,
        variants: junk,
        claims: junk,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), declaration), async (value) => {
        writeFileSync(file, JSON.stringify(value));
        await assert.rejects(readTable(file), (error: Error) => {
          assert.ok(error instanceof UserError, error.stack);
          assert.match(error.message, /sweep\.json: [^\n]+$/);
          return true;
        });
      }),
      { numRuns: 300 },
    );
  });

  test('more runs than anyone waits for are refused before they are made', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    const settings = { a: values, b: values, c: values };
    assert.throws(
      () => combinations({ seeds: [1], settings }),
      /at most 10000 runs, this one has 1000000000$/,
    );
  });
});
