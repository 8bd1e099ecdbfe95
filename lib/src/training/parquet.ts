/** Parquet files that are read only if they are as they were written: at some damage Polars ends the process. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';

/** The SHA-256 of a file's bytes, in hexadecimal digits. */
export const checksum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * @param sha256 of the file when it was written; undefined of a file of which it was not kept, which is not checked
 * @throws Error if the file is another by now, or is none that Polars can read
 */
export function readParquet(file: string, sha256: string | undefined): DataFrame {
  const bytes = readFileSync(file);
  if (sha256 !== undefined && checksum(bytes) !== sha256) {
    throw new Error(`${basename(file)} was altered since it was written: its SHA-256 is another`);
  }
  return pl.readParquet(bytes);
}
