import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../setup/project.mjs';
import { shell } from '../setup/shell.mjs';
import { compileVariant, link, VARIANTS } from '../setup/steps/kernels.mjs';

export interface Build {
  /** The sources, if not the project's. */
  readonly sources?: string;
  /** More options of the compiler. */
  readonly options?: readonly string[];
  /** The kinds of processors that are compiled anew; the others must be in the folder. All unless told. */
  readonly variants?: readonly string[];
}

/** Where kernels are built that are not the project's own. */
export const buildFolder = (name: string): string => join(project().setup, 'kernels-of-tests', name);

/**
 * Compiles the library's own kernels in another way, in a folder of its own.
 * @returns the file, for the environment's GAN_KERNELS_FILE
 * @throws UserError with what the compiler says
 */
export async function build(
  name: string,
  { sources, options = [], variants = Object.keys(VARIANTS) }: Build,
): Promise<string> {
  const folder = buildFolder(name);
  mkdirSync(folder, { recursive: true });
  const sh = shell(join(folder, 'log'));
  const compilation = {
    project: project(),
    sh,
    options: [...options],
    ...(sources !== undefined && { folder: sources }),
  };
  for (const variant of variants) await compileVariant(variant, folder, compilation);
  const file = join(folder, 'kernels.node');
  await link(file, folder, compilation);
  return file;
}
