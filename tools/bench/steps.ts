/**
 * One training step of each lesson's model and of each other system, on MNIST or on colour pictures, as the trainer makes it: against PyTorch,
 * plain TensorFlow.js, the step alone, and for DCGAN a large matMul.
 */
import { LESSONS, PICTURES, SYSTEMS, dcgan, largeDcgan, type Case, type GanCase } from './cases.ts';
import { stepFlops } from './flops.ts';
import { alternate, compare, fastest, median, row, warmUp, type Row } from './measure.ts';
import { ours, PLAIN, sides, TORCH_SIDES } from './sides.ts';
import type { Worker } from './worker.ts';

/** Of PyTorch's time, for the lessons' models, for the other systems and for colour pictures. */
const TARGETS = { lesson: 1, system: 0.8, pictures: 0.6 };
/** What the trainer may add to a step: its check that everything is finite, the log and the history. */
const TRAINER = 1.03;

type Say = (line: string) => void;

export async function* steps(say: Say): AsyncGenerator<Row> {
  for (const which of Object.values(LESSONS)) yield* await stepOf(which, TARGETS.lesson, say);
  for (const which of [dcgan(), largeDcgan]) yield await againstMatMul(which);
}

export async function* systems(say: Say): AsyncGenerator<Row> {
  for (const which of Object.values(SYSTEMS)) yield* await stepOf(which, TARGETS.system, say);
  for (const which of Object.values(PICTURES)) yield* await stepOf(which, TARGETS.pictures, say);
}

async function stepOf(which: Case, target: number, say: Say): Promise<Row[]> {
  const workers = await sides(which, say);
  const [own, ...others] = workers as [Worker, ...Worker[]];
  const alone = { name: 'the step alone', run: own.run };
  const times = await alternate([own.trained, alone, ...others]);
  await Promise.all(workers.map((worker) => worker.end()));
  const against = (name: string | undefined, target: number) =>
    name
      ? [compare(`${which.name} step`, times.get(own.name)!, { name, times: times.get(name)! }, target)]
      : [];
  return [
    ...against(fastest(times, TORCH_SIDES), target),
    ...against(fastest(times, [PLAIN]), 0.6),
    ...against(alone.name, TRAINER),
  ];
}

/** A DCGAN step against as many multiplications in products of 1024 × 1024 matrices. */
async function againstMatMul(which: GanCase): Promise<Row> {
  const worker = await ours(which);
  const gflop = stepFlops(which) / 1e9;
  const [own, bound]: [number[], number[]] = [[], []];
  await warmUp(worker);
  for (let round = 0; round < 9; round++) {
    own.push(await worker.run(4));
    const { gflops } = await worker.ask<{ gflops: number }>({ do: 'matMul', times: 20 });
    bound.push((1000 * gflop) / gflops);
  }
  await worker.end();
  const ratios = own.map((ms, round) => ms / bound[round]!);
  return row(
    `${which.name} step, ${gflop.toFixed(1)} GFLOP`,
    median(own),
    'matMul',
    median(bound),
    1.2,
    ratios,
  );
}
