/** A lesson whose trainings are shipped: the run that its outputs are saved from writes them, in a cell that is not part of it. */
import type { Cell, Notebook } from './notebook.ts';

/** How a lesson names the trainings that are shipped with it. */
const SHIPPED = /^const shipped = /m;
const ID = 'ship';

/** The lesson with a cell at its end that writes its trainings to data/checkpoints, if it names some. */
export function withShipping(notebook: Notebook, lesson: string): Notebook {
  if (!notebook.cells.some(({ cell_type, source }) => cell_type === 'code' && SHIPPED.test(source)))
    return notebook;
  const source = `training.ship('${lesson}', shipped);`;
  const cell: Cell = { cell_type: 'code', source, metadata: {}, outputs: [], id: ID };
  return { ...notebook, cells: [...notebook.cells, cell] };
}

/** The lesson without that cell. */
export function withoutShipping(notebook: Notebook): Notebook {
  return { ...notebook, cells: notebook.cells.filter(({ id }) => id !== ID) };
}
