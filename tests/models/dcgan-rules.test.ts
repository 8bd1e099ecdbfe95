import assert from 'node:assert/strict';
import { test } from 'node:test';
import { models } from 'gan-lib';

const { dcganWithout, dcganRules } = models;
const size = { filters: 4, units: 8 };
const all = dcganWithout('nothing', size);

test('with all its rules it is the DCGAN', () => {
  assert.deepEqual(all.generator, models.dcganGenerator(size));
  assert.deepEqual(all.discriminator, models.dcganDiscriminator(size));
});

/** Which network changes, and in how many of its layers by kind: before, after. */
const counts = (layers: readonly models.Layer[], kind: string) =>
  layers.filter((layer) => layer.kind === kind || (layer as models.Activation).of === kind).length;

const expected: Record<string, Partial<Record<'generator' | 'discriminator', [string, number, number]>>> = {
  generatorBatchNorm: { generator: ['batchNorm', 3, 0] },
  discriminatorBatchNorm: { discriminator: ['batchNorm', 2, 0] },
  batchNorm: { generator: ['batchNorm', 3, 0], discriminator: ['batchNorm', 2, 0] },
  batchNormHe: { generator: ['batchNorm', 3, 0], discriminator: ['batchNorm', 2, 0] },
  leakyRelu: { discriminator: ['leakyRelu', 3, 0] },
  tanh: { generator: ['tanh', 1, 0] },
  strides: { generator: ['upsample', 0, 2], discriminator: ['maxPool', 0, 2] },
  firstWeights: { generator: ['dense', 2, 2], discriminator: ['dense', 2, 2] },
};

for (const rule of dcganRules.filter((each) => each !== 'nothing')) {
  test(`without ${models.dcganRuleTitle(rule)}`, () => {
    const changed = dcganWithout(rule, size);
    for (const role of ['generator', 'discriminator'] as const) {
      const change = expected[rule]![role];
      if (!change) {
        assert.deepEqual(changed[role], all[role], `the ${role} stays`);
        continue;
      }
      const [kind, before, after] = change;
      assert.deepEqual([counts(all[role], kind), counts(changed[role], kind)], [before, after]);
      assert.notDeepEqual(changed[role], all[role]);
    }
    const { generator, discriminator } = changed;
    const drawn = models.network({ name: 'g', input: [8], layers: generator, seed: 1 });
    const judged = models.network({ name: 'd', input: [28, 28, 1], layers: discriminator, seed: 1 });
    assert.deepEqual([drawn.outputShape, judged.outputShape], [[28, 28, 1], [1]]);
    drawn.dispose();
    judged.dispose();
  });
}

test('first weights: N(0, 0.02) stays where batch normalisation alone is taken out', () => {
  const inits = (layers: models.Layer[]) => layers.flatMap((layer) => ('init' in layer ? [layer.init] : []));
  const small = models.normal(0.02);
  for (const rule of ['generatorBatchNorm', 'discriminatorBatchNorm', 'batchNorm', 'strides'] as const)
    for (const layers of Object.values(dcganWithout(rule, size)))
      assert.ok(
        inits(layers).every((init) => JSON.stringify(init) === JSON.stringify(small)),
        rule,
      );
  for (const layers of Object.values(dcganWithout('firstWeights', size)))
    assert.ok(inits(layers).every((init) => init === models.glorotUniform));
});
