/** Emoji to train on: an npm package that is fetched when it is first asked for, 74 MB, of which 14 MB are kept. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Noto emoji, © Google, 64 × 64, and what npm checks the package by. */
const PACKAGE = {
  name: 'emoji-datasource-google',
  version: '16.0.0',
  integrity:
    'sha512-ZRexfzs7MVoLnmzZmNsO4TKhnAJp5D++Vm6PpUpH/jEQQlemp3l88CjZ+DoZ2faM9R4QxZkOPJCoT8DlPhfQ3A==',
} as const;

const SETUP = join(__dirname, '..', '..', '..', '.setup');

/** In names of files: the five skin tones of Unicode, modifiers of another emoji. */
const SKIN_TONE = /1f3f[b-f]/;

export interface EmojiOptions {
  /** Where they are kept; by default .setup/emoji of this project. */
  readonly directory?: string;
  /** Told once if they have to be fetched. */
  readonly say?: (line: string) => void;
}

/**
 * A folder with 1,906 emoji, 64 × 64 PNG files, without the variants in five skin tones; those are in the folder beside it.
 * The first call fetches the package, under a checksum, with the project's own npm, and runs nothing that it brings.
 *
 * @returns the path, for `imageFolder`
 * @throws Error in one line if it cannot be fetched
 */
export async function emojiFolder({
  directory = join(SETUP, 'emoji'),
  say = console.log,
}: EmojiOptions = {}): Promise<string> {
  const folder = join(directory, 'emoji');
  if (existsSync(folder)) return folder;
  say(`data.emojiFolder: ${PACKAGE.name} ${PACKAGE.version} is fetched, this once: 74 MB.`);
  const draft = `${directory}.${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    const from = join(await fetchPackage(join(draft, 'package')), 'img', 'google', '64');
    for (const name of ['emoji', 'skin-tones']) mkdirSync(join(draft, 'kept', name), { recursive: true });
    for (const file of readdirSync(from)) {
      cpSync(join(from, file), join(draft, 'kept', SKIN_TONE.test(file) ? 'skin-tones' : 'emoji', file));
    }
    mkdirSync(dirname(directory), { recursive: true });
    rmSync(directory, { recursive: true, force: true });
    renameSync(join(draft, 'kept'), directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Installs the one package into a folder of its own, by a lock that holds its checksum. */
async function fetchPackage(folder: string): Promise<string> {
  const { name, version, integrity } = PACKAGE;
  const dependencies = { [name]: version };
  const packages = { '': { dependencies }, [`node_modules/${name}`]: { version, integrity } };
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  const own = join(SETUP, 'runtime', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const [program, ...first] = existsSync(own) ? [process.execPath, own] : ['npm'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
  try {
    await promisify(execFile)(program, [...first, ...args], { cwd: folder });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const [why = message] = stderr.split('\n').filter((line) => line.startsWith('npm error'));
    throw new Error(`data.emojiFolder: npm could not fetch ${name} ${version}: ${why.split('\n')[0]}`, {
      cause: error,
    });
  }
  return join(folder, 'node_modules', name);
}
