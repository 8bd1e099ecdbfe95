/** Lesson 03, executed in the real kernel: its numbers, and the solutions of its exercises. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runNotebook } from '../run-notebook.ts';
import { executedQuickly, hasOutputs } from './quick.ts';

describe('lesson 03, quick', () => {
  const { found, cells, near } = executedQuickly('03');

  const between = (name: string, low: number, high: number): void => {
    const value = found[name];
    assert.ok(
      value !== undefined && value >= low && value <= high,
      `${name}: ${low} to ${high} expected, found ${value}`,
    );
  };

  it('computes the information of the small channel', () => {
    near('before', Math.log(3), 1e-9);
    near('left', -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.1)), 1e-9);
    near('information', found['before']! - found['left']!, 1e-9);
  });

  it('bounds it from below, exactly for the posterior, by the mean KL in general', () => {
    near('good', found['information']!, 1e-9);
    between('tooSure', 0, found['information']! - 0.1);
    near('clueless', 0, 1e-9);
    near('gapError', 0, 1e-9);
  });

  it('makes the same step as the library', () => {
    near('handAgainstTrainer', 0, 1e-3);
    near('pixelsApart', 0, 1e-3);
  });

  it('begins with no information and a generator loss of about log 2', () => {
    between('firstInformation', -0.1, 0.02);
    between('firstLossG', 0.6, 1);
  });

  it('raises the information with the term, and not without', () => {
    near('most', Math.log(10), 1e-9);
    between('informationWith', 0.9, found['most']!);
    between('informationWithout', -0.2, 0.7);
  });

  it('judges what both generators draw', () => {
    for (const name of ['frechetWith', 'frechetWithout']) between(name, 0.5, 1e5);
  });

  it('keeps the continuous bound below what a deviation of 1 allows', () => {
    near('continuousMost', 2 * Math.LN2 - Math.log(2 * Math.PI), 1e-9);
    between('continuousWith', -1, found['continuousMost']!);
  });

  it('measures what the continuous codes change', () => {
    for (const name of ['slant1', 'ink1', 'slant2', 'ink2']) between(name, -1, 1);
    const [slant1, ink1, slant2, ink2] = ['slant1', 'ink1', 'slant2', 'ink2'].map((name) =>
      Math.abs(found[name]!),
    ) as [number, number, number, number];
    near('turnsAndThickens', Math.max(Math.min(slant1, ink2), Math.min(slant2, ink1)), 1e-9);
    assert.ok(Math.max(slant1, ink1, slant2, ink2) > 0.1, 'the codes change nothing');
  });

  it('compares the code with the digit', () => {
    between('error', 0, 0.9);
    between('errorWithout', 0, 0.95);
  });

  it('shows the distribution over the seeds that are stored', () => {
    between('bestError', 0, 0.05);
    between('medianError', found['bestError']!, 0.1);
    between('worstError', found['medianError']!, 0.9);
    between('errorByShared', -1, 0);
  });

  it('finds that each of the two terms needs the other', () => {
    between('paperBest', found['worstError']!, found['paperMedian']!);
    between('invarianceAlone', found['paperMedian']!, 0.9);
  });

  it('asks the classifier what the categories draw', () => {
    for (const name of ['drawnError', 'drawnErrorWithout']) between(name, 0, 0.9);
  });

  it('finds that 5 categories cannot name ten digits and that 20 can', () => {
    between('errorOf5', 0.47, 0.9); // the five most frequent digits are 52 % of the test images
    between('errorOf20', 0, found['errorOf5']!);
    near('otherMost', Math.log(5), 1e-9);
    between('otherInformation', 0.1, found['otherMost']!);
    between('otherError', 0.47, 0.9);
  });

  it('reads the code of a generator that has nothing but the code', () =>
    between('withoutNoise', found['withNoise']! + 0.2, Math.log(10)));

  it('shows what leaving out the entropy does', () => {
    between('right', 0.5, Math.log(10));
    near('entropyLeftOut', found['right']! - Math.log(10), 1e-6);
    near('entropyOfOneHot', found['entropyLeftOut']!, 1e-9);
  });

  it('has a chart, a picture, an explorer and a scoreboard', () => {
    hasOutputs(cells, 'application/vnd.vega.v5+json', 'image/png', 'text/html');
    const html = JSON.stringify(cells.map(({ outputs }) => outputs));
    assert.match(html, /gan-explorer/);
    assert.match(html, /data-role=\\"scoreboard\\"/);
  });

  it('has solutions that work', () => {
    near('exercise1', Math.log(4) - 1.2, 1e-9);
    between('exercise2', -20, 0.1);
    between('exercise3', 0, 0.95);
    between('exercise4', found['fixedDeviation']! + 0.2, 2);
  });
});

describe('lesson 03 with another number of categories', () => {
  it('runs through, and counts in other nats', async () => {
    const { results } = await runNotebook('03', {
      set: { profile: 'quick', steps: '60', shortSteps: '20', categories: '12' },
    });
    assert.ok(Math.abs(Number(results['most']) - Math.log(12)) < 1e-9);
    assert.ok(Number(results['handAgainstTrainer']) < 1e-4);
    assert.ok(Number(results['informationWith']) > Number(results['informationWithout']));
    assert.ok(Number(results['error']) <= 0.9);
  });
});
