/** Loaded by the kernel before tslab: patches what does not work there, one file a patch. */
import { patches } from './patches/index.ts';
import { tslab } from './patches/tslab.ts';

const target = tslab();
for (const patch of Object.values(patches)) patch(target);
