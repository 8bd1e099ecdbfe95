// Gradients of the first and second order against differences: all of the room's own are right, and README of ops names
// those of TensorFlow.js's that are not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { onEachBackend } from './helpers.ts';
import { orders, OWN, TENSORFLOW, type Verdict } from './orders.ts';

const README = new URL('../../lib/src/ops/README.md', import.meta.url);

/** What the room repairs of TensorFlow.js. */
const REPAIRED = [
  ...['tanh', 'sigmoid', 'exp', 'elu', 'softmax', 'relu', 'leakyRelu', 'pow'],
  ...['mirrorPad', 'mirrorPad, symmetric', 'depthToSpace', 'add', 'sub'],
];

onEachBackend('gradients to the second order', (check) => {
  for (const [name, each] of Object.entries(OWN)) {
    if (name === 'batchNorm') continue; // of the first order alone, and says so
    check(`ops.${name} is right`, () => assert.deepEqual(orders(each), ['right', 'right']));
  }
  for (const name of REPAIRED) {
    check(`tf.${name} is right`, () => assert.deepEqual(orders(TENSORFLOW[name]!), ['right', 'right']));
  }
});

/** The operations that README says to be so, by order and verdict. */
function listed(): Record<string, string[]> {
  const text = readFileSync(README, 'utf8');
  const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  return Object.fromEntries(
    [...text.matchAll(/^ *\| (first|second) +\|([^|]*)\|([^|]*)\|$/gm)].flatMap(
      ([, order, wrong, throwing]) => [
        [`${order} wrong`, names(wrong!)],
        [`${order} throws`, names(throwing!)],
      ],
    ),
  );
}

test('README names the operations of TensorFlow.js whose gradient is wrong or throws', async () => {
  await tf.setBackend('tensorflow');
  const verdicts = Object.entries(TENSORFLOW).map(([name, each]) => [name, orders(each)] as const);
  const found = (order: 0 | 1, verdict: Verdict) =>
    verdicts.flatMap(([name, each]) => (each[order] === verdict ? [name] : []));
  assert.deepEqual(listed(), {
    'first wrong': found(0, 'wrong'),
    'first throws': found(0, 'throws'),
    'second wrong': found(1, 'wrong'),
    'second throws': found(1, 'throws'),
  });
});
