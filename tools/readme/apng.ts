/** Animated PNG: https://www.w3.org/TR/png-3/#apng-frame-based-animation */
import { crc32 } from 'node:zlib';
import { PNG } from 'pngjs';

export interface Moment {
  readonly picture: PNG;
  /** How long it stands, in milliseconds. */
  readonly duration: number;
}

/** Pictures of one size, in a loop. */
export function animated(moments: readonly Moment[]): Buffer {
  const [first, ...more] = moments.map(({ picture }) => chunksOf(PNG.sync.write(picture)));
  const { width, height } = moments[0]!.picture;
  let sequence = 0;
  const frame = ({ duration }: Moment) =>
    chunk('fcTL', uint32(sequence++, width, height, 0, 0), uint16(duration, 1000), Buffer.alloc(2));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', ...data(first!, 'IHDR')),
    chunk('acTL', uint32(moments.length, 0)),
    frame(moments[0]!),
    chunk('IDAT', ...data(first!, 'IDAT')),
    ...more.flatMap((chunks, i) => [
      frame(moments[i + 1]!),
      chunk('fdAT', uint32(sequence++), ...data(chunks, 'IDAT')),
    ]),
    chunk('IEND'),
  ]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Chunk {
  readonly type: string;
  readonly body: Buffer;
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      body: png.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

const data = (chunks: readonly Chunk[], wanted: string): Buffer[] =>
  chunks.flatMap(({ type, body }) => (type === wanted ? [body] : []));

function chunk(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
  return Buffer.concat([uint32(body.length - 4), body, uint32(crc32(body))]);
}

function uint32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => buffer.writeUInt32BE(value, 4 * i));
  return buffer;
}

function uint16(...values: number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => buffer.writeUInt16BE(value, 2 * i));
  return buffer;
}
