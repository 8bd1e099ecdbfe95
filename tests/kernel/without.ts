/** tools/kernel/preload.ts without the cure that the environment variable WITHOUT names, to see what it is for. */
import { cures } from '../../tools/kernel/cures/index.ts';
import { tslab } from '../../tools/kernel/cures/tslab.ts';

const patient = tslab();
for (const [name, cure] of Object.entries(cures)) if (name !== process.env['WITHOUT']) cure(patient);
