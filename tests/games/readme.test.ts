// What lib/README.md shows under "How to add a system" runs as it stands there, and is the game of the library.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { data, games, losses, models, ops, training } from 'gan-lib';
import ts from 'typescript';

const SEED = 4;
const mnist = data.loadMnist();
const lossesOf = ({ history }: training.Trainer) => {
  const { discriminatorLoss, generatorLoss } = history.columns();
  return { discriminatorLoss, generatorLoss };
};

/** The section's code, with two steps instead of so many, and its trainer at hand. */
function example(): Promise<training.Trainer> {
  const readme = readFileSync(new URL('../../lib/README.md', import.meta.url), 'utf8');
  const [, section = ''] = readme.split('## How to add a system');
  const blocks = [...section.split('\n## ')[0]!.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code!);
  const [training_, steps] = ['new training.Trainer({ game })', '.train({ steps: 1500 })'];
  const code = blocks.join('\n').replace(`await ${training_}${steps}`, 'await trainer.train({ steps: 2 })');
  const trainer = 'const trainer = new training.Trainer({ game, logEvery: 1 });\n';
  const source = ts.transpile(code.replace(/^(\s*)await trainer/m, `${trainer}$1await trainer`));
  const rooms = { data, games, losses, models, ops, training, mnist, seed: SEED };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the README's own code
  const run = new Function(
    ...Object.keys(rooms),
    `return (async () => { ${source}; return trainer; })();`,
  ) as (...given: unknown[]) => Promise<training.Trainer>;
  return run(...Object.values(rooms));
}

/** The same by `games.conditionalGan`. */
async function library(): Promise<training.Trainer> {
  const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
    models.network({ name, input, layers, seed: SEED });
  const digits = data.imageBatches(mnist.train, { batchSize: 128, seed: SEED });
  const game = games.conditionalGan({
    generator: network('generator', [74], models.dcganGenerator({ filters: 16, units: 256 })),
    body: network('body', [28, 28, 1], models.dcganTrunk({ filters: 16 })),
    head: network('head', [1578], [models.dense(256), models.leakyRelu(), models.dense(1)]),
    loss: losses.nonSaturating,
    data: data.map(digits, ({ x, labels }) => ({ x, y: data.oneHot(labels, 10) })),
    latents: data.codedLatents({ noise: 64, codes: { categorical: [10], continuous: 0 }, seed: SEED }),
    optimisers: {
      generator: training.adam({ learningRate: 2e-3 }),
      discriminator: training.adam({ learningRate: 5e-4 }),
    },
  });
  const trainer = new training.Trainer({ game, logEvery: 1 });
  await trainer.train({ steps: 2 });
  return trainer;
}

test('the worked example trains, and its losses are those of games.conditionalGan', async () => {
  const [shown, own] = [await example(), await library()];
  assert.equal(lossesOf(shown).discriminatorLoss!.length, 2);
  assert.deepEqual(lossesOf(shown), lossesOf(own));
  [shown, own].forEach((trainer) => trainer.dispose());
});
