import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Memory } from './long-run.ts';
import { answer } from './processes.ts';
import type { Recipe } from './recipes.ts';

suite('after warm-up, checkpoints and hooks included', () => {
  const cases: [Recipe, number, number][] = [
    ['a GAN with dropout, batch normalisation and Adam', 500, 2000],
    ['WGAN-GP', 200, 700],
    ['DCGAN on images', 100, 300],
  ];
  for (const [recipe, warm, steps] of cases) {
    test(`${steps} steps leave no tensor and add less than 3 % of memory: ${recipe}`, async () => {
      const args = [recipe, String(warm), String(steps)];
      const { before, after } = await answer<{ before: Memory; after: Memory }>('long-run.ts', args, [
        '--expose-gc',
        '--max-semi-space-size=2', // V8's nursery otherwise grows once, by 45 MB, at a step of its own choice
      ]);
      assert.equal(after.tensors - before.tensors, 0);
      const growth = after.resident / before.resident - 1;
      assert.ok(growth < 0.03, `${(100 * growth).toFixed(2)} % of ${before.resident / 1e6} MB`);
    });
  }
});
