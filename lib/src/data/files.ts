import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * The bytes of a file of a data set.
 *
 * @param of which data set, for the error
 * @throws Error naming the file if it cannot be read
 */
export function readDataFile(file: string, of: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(
      `${file}: expected a file of ${of}, found none that can be read (${(error as Error).message})`,
      { cause: error },
    );
  }
}

/** The hash of bytes, in hexadecimal. */
export const checksum = (algorithm: 'md5' | 'sha256', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');
