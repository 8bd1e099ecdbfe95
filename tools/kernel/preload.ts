/** Loaded by the kernel before tslab: cures what ails it, one file a cure. */
import { cures } from './cures/index.ts';
import { tslab } from './cures/tslab.ts';

const patient = tslab();
for (const cure of Object.values(cures)) cure(patient);
