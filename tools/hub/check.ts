/** What would keep a hub from working, found out before anybody has logged in. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

export interface Finding {
  readonly what: string;
  /** Undefined if it is as it should be. */
  readonly wrong: string | undefined;
  /** The hub starts all the same, with less. */
  readonly optional?: boolean;
}

/**
 * What keeps an account that owns nothing here from a file or folder: the first folder on the way, links followed, that it
 * may not enter, or the file itself.
 *
 * @returns undefined if nothing does.
 */
export function hindrance(path: string): string | undefined {
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    return `${path} is not there`;
  }
  const [READ, ENTER] = [0o004, 0o001];
  const may = (at: string, rights: number): boolean => (statSync(at).mode & rights) === rights;
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if (!may(folder, ENTER))
      return `${folder} may not be entered by others (chmod o+x), and ${path} is in it`;
    if (folder === dirname(folder)) break;
  }
  const isFolder = statSync(real).isDirectory();
  return may(real, isFolder ? READ | ENTER : READ)
    ? undefined
    : `${real} may not be read by others (chmod o+r)`;
}

/** What an account that owns nothing here may write, and must not. */
export function writable(path: string): string | undefined {
  return statSync(path).mode & 0o002 ? `${path} may be written by everybody (chmod o-w)` : undefined;
}

interface Places {
  /** All that a person's server and kernel read. */
  readonly shared: readonly string[];
  /** The Python that servers run on. */
  readonly python: string;
  readonly ports: readonly number[];
}

export async function findings({ shared, python, ports }: Places): Promise<Finding[]> {
  const busy = await Promise.all(ports.map(isBusy));
  return [
    {
      what: 'runs as root',
      wrong: process.getuid?.() === 0 ? undefined : 'accounts need root: sudo npm run hub …',
    },
    { what: 'makes accounts', wrong: program('useradd') },
    ...shared.map((path) => ({ what: `others read ${path}`, wrong: hindrance(path) })),
    ...shared.map((path) => ({ what: `others do not write ${path}`, wrong: writable(path) })),
    { what: 'a stranger starts Python', wrong: startsAsNobody(python) },
    ...ports.map((port, i) => ({
      what: `port ${port} is free`,
      wrong: busy[i] ? 'choose another --port' : undefined,
    })),
    { what: 'limits memory and processes', wrong: cgroups(), optional: true },
  ];
}

function program(name: string): string | undefined {
  const { error } = spawnSync(name, ['--help']);
  return error ? `there is no ${name} on PATH` : undefined;
}

function startsAsNobody(python: string): string | undefined {
  const stranger = { uid: 65_534, gid: 65_534, cwd: '/' };
  const { status, error, stderr } = spawnSync(python, ['-c', 'import jupyterhub'], {
    ...stranger,
    encoding: 'utf8',
  });
  if (status === 0) return undefined;
  return `${python}: ${error?.message ?? stderr.trim().split('\n').at(-1) ?? ''}; a Python in a home, as pyenv has it, is for its owner alone: put the system's first on PATH and remove .setup/hub-venv`;
}

function cgroups(): string | undefined {
  try {
    accessSync('/sys/fs/cgroup', constants.W_OK);
    return undefined;
  } catch {
    return '/sys/fs/cgroup may not be written: nobody is kept from taking all memory';
  }
}

function isBusy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
