/** The check of lesson 00: what it finds here, and what it says of machines on which something is missing. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, machine, models } from 'gan-lib';

const runs = join(mkdtempSync(join(tmpdir(), 'machine-')), 'runs');
after(() => rmSync(join(runs, '..'), { recursive: true }));

const mnist = data.loadMnist();

/** A machine on which all is well, however slow this one is. */
const ready: machine.Machine = {
  ...machine.thisMachine(),
  cores: 2,
  gigaflops: 100,
  mnist: () => mnist,
  runs,
};

/** What is wrong with the ready machine if it differs in this. */
function faults(difference: Partial<machine.Machine>): Record<string, string> {
  const findings = machine.examine(machine.checks({ ...ready, ...difference }));
  assert.equal(findings.length, machine.checks(ready).length);
  return Object.fromEntries(findings.filter(({ good }) => !good).map(({ check, found }) => [check, found]));
}

suite('a machine on which all is well', () => {
  test('has no faults, and each check says what it found', () => {
    const before = tf.memory().numTensors;
    const findings = machine.examine(machine.checks(ready));
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(
      findings.filter(({ good }) => !good),
      [],
    );
    const found = Object.fromEntries(findings.map((finding) => [finding.check, finding.found]));
    assert.equal(found['Node.js'], process.version);
    assert.match(found['TensorFlow']!, /^2\.\d+\.\d+, backend tensorflow of TensorFlow\.js 4\./);
    assert.equal(found['MNIST'], '70,000 images');
    assert.match(found['classifier']!, /^reads 99\.\d % of the test digits right$/);
    assert.equal(found['generator'], 'draws images of 28 × 28 pixels');
    assert.equal(found['speed'], '100 billion operations a second');
    assert.equal(found['folder of kept runs'], 'can be written to');
    assert.ok(existsSync(runs));
  });

  test('its speed is measured, and nothing of that stays in memory', () => {
    const before = tf.memory().numTensors;
    assert.ok(machine.thisMachine().gigaflops > 0);
    assert.equal(tf.memory().numTensors, before);
  });
});

suite('a machine with one fault: that check says what is wrong and what to do, the others go on', () => {
  const truncated = () => ({ ...mnist, test: data.take(mnist.test, 9000) });
  const cases: [string, Partial<machine.Machine>, RegExp][] = [
    ['Node.js', { node: 'v22.3.0' }, /^v22\.3\.0: version 24 or newer is needed/],
    ['TensorFlow', { tensorflow: undefined }, /^no native library, .*: run npm run doctor/],
    ['TensorFlow', { backend: 'cpu' }, /backend cpu of TensorFlow\.js .*: run npm run doctor/],
    ['cores', { cores: 1 }, /^1: .*trainings take longer/],
    ['speed', { gigaflops: 3 }, /^3 billion operations a second: .*another process/],
    ['MNIST', { mnist: truncated }, /^69,000 images: run npm run doctor/],
    [
      'generator',
      { generator: () => models.generator('mnist', runs) },
      /no file .*npm run generator makes it/,
    ],
    ['folder of kept runs', { runs: '/dev/null/runs' }, /^ENOTDIR.*: make the folder writable/],
  ];
  for (const [check, difference, message] of cases) {
    test(`${check}: ${message.source}`, () => {
      const found = faults(difference);
      assert.deepEqual(Object.keys(found), [check]);
      assert.match(found[check]!, message);
      assert.ok(!found[check]!.includes('\n'));
    });
  }

  test('a classifier that has learned nothing is no classifier', () => {
    const untrained = () => models.asClassifier(models.classifierNetworks(1));
    const { classifier = '', ...others } = faults({ classifier: untrained });
    assert.match(classifier, /^reads \d+\.\d % of .*: run npm run classifier -- mnist/);
    assert.deepEqual(others, {});
  });
});
