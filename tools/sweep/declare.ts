// node declare.ts FILE: the table that a sweep's file declares, as JSON, or one line that says what is wrong with it.

import { UserError } from '../setup/user-error.mjs';
import { readTable } from './table.ts';

try {
  console.log(JSON.stringify(await readTable(process.argv[2]!)));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
