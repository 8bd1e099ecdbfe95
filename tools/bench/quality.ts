/** Wall-clock of training to a Fréchet distance, against PyTorch training the same networks. */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics } from 'gan-lib';
import { dcgan, wganGp, type Case } from './cases.ts';
import { median, row, type Row } from './measure.ts';
import { sides, TORCH_SIDES } from './sides.ts';
import type { Worker } from './worker.ts';

const SAMPLES = 5000;
const DISTANCES = [30, 15];
/** Seconds of training after which a side is given up. */
const LONGEST = 1200;
/** Seconds that our side trains between two judgements. */
const BLOCK = 10;

/** Seconds of training until the distance was first reached; a side that did not reach it has none. */
type Reached = Map<number, number>;

export async function* quality(say: (line: string) => void): AsyncGenerator<Row> {
  const mnist = data.loadMnist();
  const real = data.toTensor(mnist.train, { length: SAMPLES });
  const reference = metrics.imageReference(metrics.classifier(), real);
  real.dispose();
  for (const which of [dcgan(), wganGp]) yield* await race(which, reference, say);
}

async function race(
  which: Case,
  reference: metrics.ImageReference,
  say: (line: string) => void,
): Promise<Row[]> {
  const all = await sides(which, say);
  const fastest = await fastestTorch(all);
  const [own, peer] = [all[0]!, all.find(({ name }) => name === fastest)!];
  await Promise.all(all.filter((worker) => worker !== own && worker !== peer).map((worker) => worker.end()));

  const { ms } = await own.ask<{ ms: number }>({ do: 'run', steps: 3 });
  const steps = Math.round((1000 * BLOCK) / (ms / 3));
  const runners = [own, peer].map((worker) => ({ worker, seconds: 0, reached: new Map() as Reached }));
  const running = () =>
    runners.filter(({ seconds, reached }) => seconds < LONGEST && reached.size < DISTANCES.length);
  while (running().length > 0) {
    for (const runner of running()) {
      const { ms } = await runner.worker.ask<{ ms: number }>({ do: 'run', steps });
      runner.seconds += ms / 1000;
      const distance = await judge(runner.worker, reference);
      for (const goal of DISTANCES) {
        if (distance <= goal && !runner.reached.has(goal)) runner.reached.set(goal, runner.seconds);
      }
      say(
        `  ${which.name}, ${runner.worker.name}: ${distance.toFixed(1)} after ${runner.seconds.toFixed(0)} s`,
      );
    }
  }
  await Promise.all([own.end(), peer.end()]);
  const [mine, theirs] = runners.map(({ reached }) => reached);
  return DISTANCES.map((goal) => {
    const [a, b] = [mine!.get(goal) ?? Infinity, theirs!.get(goal) ?? Infinity];
    const ratio = a === Infinity ? Infinity : b === Infinity ? 0 : a / b;
    return row(`${which.name} to Fréchet distance ${goal}`, 1000 * a, peer.name, 1000 * b, 1, [ratio]);
  });
}

async function fastestTorch(workers: readonly Worker[]): Promise<string> {
  const times = new Map<string, number>();
  for (const worker of workers.filter(({ name }) => TORCH_SIDES.includes(name))) {
    const blocks = [];
    for (let i = 0; i < 5; i++) blocks.push((await worker.ask<{ ms: number }>({ do: 'run', steps: 2 })).ms);
    times.set(worker.name, median(blocks));
  }
  return [...times].sort(([, a], [, b]) => a - b)[0]![0];
}

async function judge(worker: Worker, reference: metrics.ImageReference): Promise<number> {
  const file = join(tmpdir(), `samples-${process.pid}`);
  await worker.ask({ do: 'sample', count: SAMPLES, file });
  const bytes = readFileSync(file);
  rmSync(file);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return tf.tidy(() => {
    const images = tf.tensor4d(Float32Array.from(values), [SAMPLES, 28, 28, 1]);
    const features = reference.classifier.features(images);
    return metrics.frechetDistance(metrics.featureStatistics(features), reference.statistics);
  });
}
