// One set-up at a time in a clone.

import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fingerprint } from './files.mjs';

/**
 * A name that the system keeps for as long as this process lives and not a moment longer, so that no lock can be
 * left behind: an abstract socket on Linux, a pipe on Windows. Other systems have no such thing, nor a lock.
 * @param {string} root
 */
function lockName(root) {
  const name = `gan-notebooks-${fingerprint(root)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : undefined;
}

/**
 * Waits until no other process sets up this clone.
 * @param {string} root the clone
 * @param {() => void} busy called once if there is one
 * @returns {Promise<() => void>} lets the next one go on
 */
export async function lock(root, busy) {
  const name = lockName(root);
  if (name === undefined) return () => undefined;
  for (let first = true; ; first = false) {
    const server = createServer((socket) => socket.destroy());
    /** @type {boolean} */
    const held = await new Promise((resolve, reject) => {
      server.once('listening', () => resolve(true));
      server.once('error', (error) =>
        'code' in error && error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      );
      server.listen(name);
    });
    if (held) return () => void server.close();
    if (first) busy();
    await setTimeout(500);
  }
}
