/** `npm run reset -- 02`: a lesson as it was, and beside it what you had made of it, under a name with the date. */
import { join, relative } from 'node:path';
import { committed } from '../notebooks/committed.ts';
import { findNotebooks } from '../report/notebook.ts';
import { project } from '../setup/project.mjs';
import { UserError } from '../setup/user-error.mjs';
import { replaceKeeping } from '../workshop/reset.ts';

const { root } = project();

try {
  const names = process.argv.slice(2);
  if (names.length === 0) throw new UserError('Which lesson? npm run reset -- 02');
  for (const { name, folder } of findNotebooks(join(root, 'notebooks'), names)) {
    const path = join(folder, `${name}.ipynb`);
    const kept = replaceKeeping(path, committed(root, path) ?? missing(path));
    console.log(kept ? `${name} is as it was; yours is ${relative('', kept)}.` : `${name} is as it was.`);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function missing(path: string): never {
  throw new UserError(
    `git does not have ${relative(root, path)}: this folder is no clone, so there is nothing to go back to.`,
  );
}
