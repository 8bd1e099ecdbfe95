import assert from 'node:assert/strict';
import { test } from 'node:test';
import { models } from 'gan-lib';
import { vanilla } from '../../tools/bench/cases.ts';
import { stepFlops } from '../../tools/bench/flops.ts';

test('the operations of a step are those of its layers, gradients that nobody uses left out', () => {
  const step = {
    ...vanilla,
    batchSize: 5,
    // 3 → 4·4·2, and → 8·8·1 by 2×2 taps for each of 4·4 places: 2·3·32 = 192, 2·16·2·1·4 = 256.
    generator: {
      input: [3],
      layers: [
        models.dense(32),
        models.reshape([4, 4, 2]),
        models.conv2dTranspose({ filters: 1, kernelSize: 2 }),
      ],
    },
    // 8·8·1 → 4·4·3 by 2×2 taps, and → 1: 2·16·1·3·4 = 384, 2·48·1 = 96.
    discriminator: {
      input: [8, 8, 1],
      layers: [models.conv2d({ filters: 3, kernelSize: 2 }), models.flatten(), models.dense(1)],
    },
  };
  const [g, d] = [192 + 256, 384 + 96];
  // D: G forward; forward, weights and inputs of D twice, but not the inputs of its first layer.
  const turnD = g + 2 * (3 * d - 384);
  // G: forward, weights and inputs of G, but not its latents; forward and inputs of D.
  const turnG = 3 * g - 192 + 2 * d;
  assert.equal(stepFlops(step), 5 * (turnD + turnG));
});

test('a kind of layer whose operations are not counted is refused', () => {
  const generator = { input: [4, 4, 1], layers: [models.residual([models.relu()])] };
  assert.throws(() => stepFlops({ ...vanilla, generator }), {
    name: 'RangeError',
    message:
      'operations of a layer of kind residual are not counted; of dense, conv2d, conv2dTranspose they are',
  });
});
