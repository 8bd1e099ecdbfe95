/** `npm run classifier -- mnist|fashion|mnist-robust`: trains a classifier of `models.classifier` and writes it to data/. */

import { data, models } from 'gan-lib';
import { accuracyOn, measure } from '../classifier/measure.ts';
import { RECIPES } from '../classifier/recipes.ts';
import { train } from '../classifier/train.ts';

const names = Object.keys(RECIPES) as models.ClassifierName[];
const name = names.find((one) => one === process.argv[2]);
if (name === undefined) {
  console.error(
    `npm run classifier -- <name>: ${names.join(', ')} are allowed, got ${process.argv[2] ?? 'none'}.`,
  );
  process.exit(2);
}

const { load, training } = RECIPES[name];
const sets = load();
const trained = sets.train.count - training.heldOut;
const [seen, heldOut] = [data.take(sets.train, trained), data.take(sets.train, training.heldOut, trained)];
const start = performance.now();

const networks = train(seen, training, (current, epoch, loss) => {
  const right = heldOut.count > 0 ? `, held-out accuracy ${heldOutAccuracy(current)}` : '';
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`epoch ${epoch} of ${training.epochs}: loss ${loss.toFixed(4)}${right}, ${seconds} s`);
});

const measured = measure(models.asClassifier(networks), sets);
models.writeClassifier(name, networks, { training: { ...training }, measured });
console.log(`Wrote data/${name}-classifier.json and .safetensors:`, measured);

function heldOutAccuracy(current: models.ClassifierNetworks): string {
  const images = data.toTensor(heldOut);
  const share = accuracyOn(models.asClassifier(current), images, heldOut.labels);
  images.dispose();
  return `${(100 * share).toFixed(2)} %`;
}
