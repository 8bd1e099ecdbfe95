/** tools/tslab/preload.ts without the patch that the environment variable WITHOUT names, to see what it is for. */
import { patches } from '../../tools/tslab/patches/index.ts';
import { tslab } from '../../tools/tslab/patches/tslab.ts';

const target = tslab();
for (const [name, patch] of Object.entries(patches)) if (name !== process.env['WITHOUT']) patch(target);
