/** Whether a lesson's solutions solve its exercises: the version with solutions, executed. */
import { CellError, execute } from '../report/execute.ts';
import { displayed, textOf } from '../report/outputs.ts';
import { parseNotebook, type Notebook, type NotebookFile } from '../report/notebook.ts';
import { checkSettings } from '../report/settings.ts';
import { exercisesOf } from './exercises.ts';

const PROFILE = { profile: 'quick' };

/**
 * Executes the version with solutions from a clean kernel, with the profile `quick`.
 *
 * @param solution that version, as it is written
 * @returns what is wrong: the cell that fails, or the exercises whose check does not say "right"; undefined if nothing is
 * @throws UserError if the lesson has no such profile
 */
export async function solve(
  { name, folder }: NotebookFile,
  lesson: Notebook,
  solution: string,
): Promise<string | undefined> {
  const version = parseNotebook(solution);
  checkSettings(name, version, PROFILE);
  try {
    const executed = await execute(version, { folder, overrides: PROFILE, alone: true });
    const said = displayed(executed).map(({ data }) => textOf(data, 'text/plain'));
    const missed = exercisesOf(lesson).filter(({ id }) => !said.includes(`✓ ${id}: right`));
    return missed.length > 0 ? `not right: ${missed.map(({ id }) => id).join(', ')}` : undefined;
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return `cell ${error.cell + 1} fails: ${error.message}`;
  }
}
