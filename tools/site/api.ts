/** The reference of `gan-lib`, written by TypeDoc out of the types and comments in `lib/src`. */
import { join } from 'node:path';
import { Application, Converter, LogLevel, type Context, type ParameterReflection } from 'typedoc';
import { UserError } from '../setup/user-error.mjs';

/**
 * @param root the clone
 * @param out the folder, which is made anew
 * @throws UserError if TypeDoc finds fault with a comment or a type that the reference cannot show
 */
export async function writeReference(root: string, out: string): Promise<void> {
  const app = await Application.bootstrap({
    name: 'gan-lib',
    entryPoints: [join(root, 'lib', 'src', 'index.ts')],
    tsconfig: join(root, 'lib', 'tsconfig.json'),
    readme: 'none',
    excludePrivate: true,
    includeVersion: false,
    disableGit: true,
    disableSources: true,
    hideGenerator: true,
    logLevel: LogLevel.Warn,
    treatWarningsAsErrors: true,
  });
  // Options that a function takes apart in its head have no name there; comments call them `options`.
  app.converter.on(Converter.EVENT_CREATE_PARAMETER, (_: Context, parameter: ParameterReflection) => {
    if (parameter.name === '__namedParameters') parameter.name = 'options';
  });
  const reference = await app.convert();
  if (reference) {
    app.validate(reference);
    await app.generateDocs(reference, out);
  }
  if (!reference || app.logger.hasErrors() || app.logger.hasWarnings())
    throw new UserError('The reference of gan-lib has faults, which are named above.');
}
