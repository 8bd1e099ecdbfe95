/** A process that believes that a cell of a notebook runs in it. */
import { createRequire } from 'node:module';

const OUTLET = '/tslab/dist/jupyter.js';

/** What is shown while `work` runs as a cell: the bundles by MIME type, in their order. */
export function shownInNotebook(work: () => void): readonly Record<string, unknown>[] {
  const bundles: Record<string, unknown>[] = [];
  const lastWriteDisplayData = ({ data }: { data: Record<string, unknown> }) => bundles.push(data);
  const { cache } = createRequire(import.meta.url);
  cache[OUTLET] = { filename: OUTLET, exports: { lastWriteDisplayData } } as unknown as NodeJS.Module;
  try {
    work();
  } finally {
    Reflect.deleteProperty(cache, OUTLET);
  }
  return bundles;
}
