/** How our cost grows with the batch and with the filters, per unit of work. */
import { dcgan, type GanCase } from './cases.ts';
import { stepFlops } from './flops.ts';
import { alternate, compare, type Row } from './measure.ts';
import { ours } from './sides.ts';

const TARGET = 1.15;

export async function* growth(): AsyncGenerator<Row> {
  for (const batchSize of [16, 128, 256, 512])
    yield await against(`batch ${batchSize}`, dcgan({ batchSize }));
  for (const filters of [32, 64])
    yield await against(`${filters} filters`, dcgan({ batchSize: 64, filters }));
}

/** Time for as many operations as a step of batch 64 and 16 filters has, against that step. */
async function against(name: string, which: GanCase): Promise<Row> {
  const base = dcgan({ batchSize: 64 });
  const [large, small] = [await ours(which), await ours(base)];
  const times = await alternate([large, { name: 'base', run: small.run }]);
  await Promise.all([large.end(), small.end()]);
  const work = stepFlops(which) / stepFlops(base);
  const perWork = times.get('ours')!.map((ms) => ms / work);
  return compare(
    `DCGAN, ${name}, per work`,
    perWork,
    { name: 'batch 64, 16 filters', times: times.get('base')! },
    TARGET,
  );
}
