/** Wall-clock of training to a Fréchet distance, against PyTorch training the same networks. */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics, models } from 'gan-lib';
import { dcgan, wganGp, type Case } from './cases.ts';
import { fastest, median, row, type Row } from './measure.ts';
import { sides, TORCH_SIDES } from './sides.ts';
import type { Worker } from './worker.ts';

const SAMPLES = 5000;
const DISTANCES = [30, 15];
/** How long it takes is partly luck: the ratio is the median over these. */
const SEEDS = [1, 2, 3];
/** Seconds of training after which a side is given up. */
const LONGEST = 600;
/** Seconds that our side trains between two judgements. */
const BLOCK = 2;

/** Seconds of training until the distance was first reached; a side that did not reach it has none. */
type Reached = Map<number, number>;

export async function* quality(say: (line: string) => void): AsyncGenerator<Row> {
  const mnist = data.loadMnist();
  const real = data.toTensor(mnist.train, { length: SAMPLES });
  const reference = metrics.imageReference(models.classifier('mnist'), real);
  real.dispose();
  for (const which of [dcgan(), wganGp]) yield* await races(which, reference, say);
}

/** A race for each seed, and of all of them a row for each distance. */
async function races(
  which: Case,
  reference: metrics.ImageReference,
  say: (line: string) => void,
): Promise<Row[]> {
  const all = await sides(which, say, TORCH_SIDES);
  const peer = await fastestTorch(all);
  await Promise.all(all.map((worker) => worker.end()));
  const results: (readonly [Reached, Reached])[] = [];
  for (const seed of SEEDS) results.push(await race({ ...which, seed }, peer, reference, say));
  return DISTANCES.map((goal) => {
    const seconds = results.map((sides) => sides.map((reached) => reached.get(goal) ?? Infinity));
    const [mine, theirs] = [0, 1].map((side) => median(seconds.map((both) => both[side]!)));
    const ratios = seconds.map(([a, b]) => (a === Infinity ? Infinity : b === Infinity ? 0 : a! / b!));
    return row(`${which.name} to Fréchet distance ${goal}`, 1000 * mine!, peer, 1000 * theirs!, 1, ratios);
  });
}

/** Ours, and the peer. */
async function race(
  which: Case,
  peer: string,
  reference: metrics.ImageReference,
  say: (line: string) => void,
): Promise<readonly [Reached, Reached]> {
  const both = await sides(which, () => undefined, [peer]);
  const runs = both.map((worker, i) => (i === 0 ? worker.trained.run : worker.run));
  const ms = await runs[0]!(3);
  const steps = Math.ceil((1000 * BLOCK) / ms);
  const runners = both.map((worker, i) => ({
    worker,
    run: runs[i]!,
    seconds: i === 0 ? (3 * ms) / 1000 : 0,
    reached: new Map() as Reached,
  }));
  const running = () =>
    runners.filter(({ seconds, reached }) => seconds < LONGEST && reached.size < DISTANCES.length);
  while (running().length > 0) {
    for (const runner of running()) {
      runner.seconds += (steps * (await runner.run(steps))) / 1000;
      const distance = await judge(runner.worker, reference);
      for (const goal of DISTANCES.filter((goal) => distance <= goal && !runner.reached.has(goal))) {
        runner.reached.set(goal, runner.seconds);
        const time = `${runner.seconds.toFixed(0)} s`;
        say(`  ${which.name}, seed ${which.seed}, ${runner.worker.name}: ${goal} reached after ${time}`);
      }
    }
  }
  await Promise.all(both.map((worker) => worker.end()));
  return [runners[0]!.reached, runners[1]!.reached];
}

async function fastestTorch(workers: readonly Worker[]): Promise<string> {
  const times = new Map<string, number[]>();
  for (const worker of workers.filter(({ name }) => TORCH_SIDES.includes(name))) {
    const blocks = [];
    for (let i = 0; i < 5; i++) blocks.push(await worker.run(2));
    times.set(worker.name, blocks);
  }
  return fastest(times, TORCH_SIDES)!;
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
