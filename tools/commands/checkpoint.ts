/** `npm run checkpoint -- 02`: executes a lesson at its defaults and ships its trainings, `data/checkpoints/<lesson>.<name>.safetensors`. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CellError, execute } from '../report/execute.ts';
import { findNotebooks, readNotebook, type Cell } from '../report/notebook.ts';
import { project } from '../setup/project.mjs';
import { UserError } from '../setup/user-error.mjs';

const { root } = project();

/** What is added at the end of a lesson, whose trainings go by the name `shipped`. */
function shipping(lesson: string): Cell {
  const source = `training.ship('${lesson}', shipped);`;
  return { cell_type: 'code', source, metadata: {}, outputs: [], ...{ id: 'ship', execution_count: null } };
}

try {
  const names = process.argv.slice(2);
  if (names.length === 0) throw new UserError('Of which lesson? npm run checkpoint -- 02');
  for (const file of findNotebooks(join(root, 'notebooks'), names)) {
    const lesson = readNotebook(file);
    const cells = [...lesson.cells, shipping(file.name)];
    await execute({ ...lesson, cells }, { folder: file.folder, alone: true });
    const folder = join(root, 'data', 'checkpoints');
    for (const name of readdirSync(folder).filter((name) => name.startsWith(`${file.name}.`)))
      console.log(
        `→ ${relative('', join(folder, name))}, ${(statSync(join(folder, name)).size / 1e6).toFixed(2)} MB`,
      );
  }
} catch (error) {
  if (!(error instanceof UserError || error instanceof CellError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
