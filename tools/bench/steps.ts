/** One training step of each lesson's model on MNIST: against PyTorch, plain TensorFlow.js and a large matMul. */
import { dcgan, infogan, largeDcgan, vanilla, wgan, wganGp, type Case, type GanCase } from './cases.ts';
import { stepFlops } from './flops.ts';
import { alternate, compare, fastest, median, row, run, warmUp, type Row } from './measure.ts';
import { ours, PLAIN, sides, TORCH_SIDES } from './sides.ts';

export async function* steps(say: (line: string) => void): AsyncGenerator<Row> {
  for (const which of [vanilla, dcgan(), largeDcgan, infogan, wgan, wganGp]) yield* await stepOf(which, say);
  for (const which of [dcgan(), largeDcgan]) yield await againstMatMul(which);
}

async function stepOf(which: Case, say: (line: string) => void): Promise<Row[]> {
  const workers = await sides(which, say);
  const times = await alternate(workers);
  await Promise.all(workers.map((worker) => worker.end()));
  const own = times.get('ours')!;
  const what = `${which.name} step`;
  const against = (name: string | undefined, target: number) =>
    name ? [compare(what, own, { name, times: times.get(name)! }, target)] : [];
  return [...against(fastest(times, TORCH_SIDES), 1), ...against(fastest(times, [PLAIN]), 0.6)];
}

/** A DCGAN step against as many multiplications in products of 1024 × 1024 matrices. */
async function againstMatMul(which: GanCase): Promise<Row> {
  const worker = await ours(which);
  const gflop = stepFlops(which) / 1e9;
  const [own, bound]: [number[], number[]] = [[], []];
  await warmUp(worker);
  for (let round = 0; round < 9; round++) {
    own.push(await run(worker, 4));
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
