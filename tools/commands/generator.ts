/** `npm run generator`: trains the generator of `models.generator('mnist')` and writes it to data/. */

import { data, models } from 'gan-lib';
import { measure } from '../generator/measure.ts';
import { train, TRAINING } from '../generator/train.ts';

if (process.argv.length > 2) {
  console.error(`npm run generator: it takes no arguments, got ${process.argv.slice(2).join(' ')}.`);
  process.exit(2);
}

const sets = data.loadMnist();
const trained = await train(sets.train, TRAINING, console.log);
const write = (measured: Record<string, number>) =>
  models.writeGenerator('mnist', trained, { training: { ...TRAINING }, measured });

write({});
const measured = measure(models.generator('mnist'), sets); // of the numbers as they are stored
write(measured);
console.log('Wrote data/mnist-generator.json and .safetensors:', measured);
