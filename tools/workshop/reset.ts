/** A file as it was, and what somebody made of it beside it. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes `content` to a path. A file that is there and differs goes into the folder `kept` beside it first, under a name with
 * the time in it: there it is no lesson to any command.
 *
 * @returns where it is now; undefined if there was none, or none that differs.
 */
export function replaceKeeping(path: string, content: Buffer, now = new Date()): string | undefined {
  if (existsSync(path)) {
    if (readFileSync(path).equals(content)) return undefined;
    const time = now.toISOString().slice(0, 16).replace('T', ' ').replace(':', '-');
    const name = basename(path).replace(/(\.\w+)?$/, ` ${time}$1`);
    const kept = nameFor(join(dirname(path), 'kept', name));
    mkdirSync(dirname(kept), { recursive: true });
    renameSync(path, kept);
    writeFileSync(path, content);
    return kept;
  }
  writeFileSync(path, content);
  return undefined;
}

/** The name, or if it is taken, the first with a number that is not. */
function nameFor(path: string): string {
  const numbered = (i: number): string => (i === 1 ? path : path.replace(/(\.\w+)?$/, ` (${i})$1`));
  for (let i = 1; ; i++) if (!existsSync(numbered(i))) return numbered(i);
}
