/** `node write.ts WRITER FOLDER VALUE`: one of writers.ts, in a process that faults can be injected into. */
import { writers } from './writers.ts';

const [name = '', folder = '', value = ''] = process.argv.slice(2);
try {
  await writers[name]!.write(folder, Number(value));
} catch (error) {
  // As a command, or a cell, shows it.
  console.error((error as Error).message);
  process.exitCode = 2;
}
