import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import type { games } from 'gan-lib';
import { LESSONS, PICTURES, SYSTEMS, type Case } from '../../tools/bench/cases.ts';
import { gameOf } from '../../tools/bench/game.ts';

/** Of 4 samples, which is enough to play. */
function played<T>(which: Case, look: (game: games.Game) => T): T {
  const game = gameOf({ ...which, batchSize: 4 });
  try {
    return look(game);
  } finally {
    for (const network of Object.values(game.networks)) network.dispose();
  }
}

const parameters = (which: Case) =>
  played(which, ({ networks }) => Object.values(networks).map(({ parameterCount }) => parameterCount));

// A kernel of 4×4, a to b channels: 16ab, b biases; batch normalisation has 2 numbers a channel.
test('the systems have the sizes that they are meant to have', () => {
  assert.deepEqual(parameters(SYSTEMS['vae-gan']), [217_744, 216_673, 8_464, 201_025]);
  assert.deepEqual(parameters(SYSTEMS.bigan), [280_848, 280_114, 279_809]);
  // 1→16, 16→32, 32→64 and back with skips 64→32, 64→16, 32→1.
  const down = 16 * 16 + 16 + (16 * 16 * 32 + 64) + (16 * 32 * 64 + 64);
  const up = 16 * 64 * 32 + 64 + (16 * 64 * 16 + 32) + (16 * 32 + 1);
  const patch = 16 * 2 * 16 + 16 + (16 * 16 * 32 + 64) + (16 * 32 + 1);
  assert.deepEqual(parameters(SYSTEMS.pix2pix), [down + up, patch]);
  // 64 latents → 4×4×128 → 64 → 32 → 3 channels, and 3 → 32 → 64 → 128 → a logit.
  const drawing = 64 * 2048 + 256 + (16 * 128 * 64 + 128) + (16 * 64 * 32 + 64) + (16 * 32 * 3 + 3);
  const judging = 16 * 3 * 32 + 32 + (16 * 32 * 64 + 128) + (16 * 64 * 128 + 256) + 2048 + 1;
  assert.deepEqual(parameters(PICTURES['pictures-32']), [drawing, judging]);
});

for (const [name, which] of Object.entries<Case>({ ...LESSONS, ...SYSTEMS, ...PICTURES })) {
  test(`${name}: what each player minimises is finite, and its optimiser is the case's`, () => {
    const before = tf.memory().numTensors;
    played(which, ({ players }) => {
      assert.deepEqual(Object.keys(players).sort(), Object.keys(which.optimisers).sort());
      for (const [role, { inputs, objective }] of Object.entries(players)) {
        const value = tf.tidy(() => objective(inputs()).value.dataSync()[0]!);
        assert.ok(Number.isFinite(value), role);
      }
    });
    assert.equal(tf.memory().numTensors, before);
  });
}
