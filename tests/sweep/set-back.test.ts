/** What lesson 04's sweeps do to a run: the generator led back on purpose, a copy of the critic trained to its best. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { data, games, models, training } from 'gan-lib';
import { optimalEstimate } from '../../tools/sweep/optimal-estimate.ts';
import { setBack } from '../../tools/sweep/set-back.ts';

const numbers = ({ variables }: models.Network) => variables.flatMap((each) => [...each.dataSync()]);
const scaled = (network: models.Network, factor: number) => {
  for (const variable of network.variables) variable.assign(variable.mul(factor));
};

test('weights go back along a straight line, between two steps and at no other', async () => {
  const network = models.network({ name: 'g', input: [2], layers: [models.dense(3)], seed: 1 });
  const first = numbers(network);
  const hook = setBack(network, { from: 10, to: 20, share: 0.5 });
  const at = async (step: number) => {
    await hook.run({ step } as training.Trainer);
    return numbers(network);
  };
  scaled(network, 3);
  const trained = first.map((weight) => 3 * weight);
  const isNear = (found: number[], share: number) =>
    found.forEach((weight, i) =>
      assert.ok(Math.abs(weight - ((1 - share) * trained[i]! + share * first[i]!)) < 1e-6),
    );
  isNear(await at(9), 0);
  isNear(await at(10), 0);
  isNear(await at(15), 0.25);
  scaled(network, 7); // what its own training does in this time does not count
  isNear(await at(20), 0.5);
  isNear(await at(21), 0.5);
  network.dispose();
});

test('a copy of a critic estimates more after further steps, and the critic itself stays as it was', () => {
  const network = (name: string, layers: models.Layer[]) =>
    models.network({ name, input: [2], layers, seed: 1 });
  const cloud = (centre: number, name: string) =>
    data.mixtureBatches({ name, centres: [[centre, 0]], sigma: 1 }, { batchSize: 64, seed: 1, name });
  const discriminator = network('discriminator', models.mlpDiscriminator({ hidden: [32] }));
  const parts = {
    generator: network('generator', [models.dense(2)]),
    discriminator,
    data: cloud(8, 'real'),
    latents: data.normalLatents({ size: 2, seed: 1 }),
    ...games.wganGpPreset({ learningRate: 1e-2 }),
  };
  const before = numbers(discriminator);
  const estimate = optimalEstimate(parts, 300);
  assert.deepEqual(numbers(discriminator), before);
  // The real cloud is 8 from where the generator's samples begin, and the penalty lets the slope be 1.4.
  assert.ok(estimate > 6 && estimate < 13, `${estimate}`);
  assert.ok(optimalEstimate(parts, 1) < 3);
});
