/** Decoded pictures as one file: a line of JSON that says what they are, then their bytes. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { checksum } from './files';

/** What the first line says. */
export interface CacheHeader {
  /** Of which files and settings these are the pixels: with another key the file is of no use. */
  readonly key: string;
  readonly shape: readonly [number, number, number];
  readonly files: readonly string[];
  readonly broken: readonly string[];
  readonly duplicates: readonly string[];
}

const FORMAT = 'gan-lib images 1';
const NEWLINE = 0x0a;

/** What was kept under this key, if it is all there and unaltered. */
export function readCache(
  file: string,
  key: string,
): { header: CacheHeader; pixels: Uint8Array } | undefined {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf(NEWLINE);
    const { format, sha256, ...header } = JSON.parse(bytes.toString('utf8', 0, end)) as CacheHeader & {
      format: string;
      sha256: string;
    };
    const pixels = new Uint8Array(bytes.buffer, bytes.byteOffset + end + 1, bytes.length - end - 1);
    const intact = format === FORMAT && header.key === key && sha256 === sumOf(header, pixels);
    return intact ? { header, pixels } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes the file as a whole or not at all.
 *
 * @returns whether it could be written: a folder may allow reading alone
 */
export function writeCache(file: string, header: CacheHeader, pixels: Uint8Array): boolean {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const line = JSON.stringify({ format: FORMAT, sha256: sumOf(header, pixels), ...header });
    writeFileSync(draft, `${line}\n`);
    writeFileSync(draft, pixels, { flag: 'a' });
    renameSync(draft, file);
    return true;
  } catch {
    return false;
  }
}

const sumOf = (header: CacheHeader, pixels: Uint8Array): string =>
  checksum('sha256', Buffer.from(JSON.stringify(header) + checksum('sha256', pixels)));
