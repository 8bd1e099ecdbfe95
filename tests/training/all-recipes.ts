// Run by reproducibility.test.ts: trains every recipe with the seed given and sends what was logged.
import { names, run } from './recipes.ts';

const [seed, steps] = process.argv.slice(2).map(Number) as [number, number];
const logged: Record<string, unknown> = {};
for (const name of names) logged[name] = await run(name, seed, steps);
process.send!(logged);
process.disconnect();
