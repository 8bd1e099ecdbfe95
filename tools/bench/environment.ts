/** PyTorch in a virtual environment of its own, made when the first benchmark is run. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonOf, type Project } from '../setup/project.mjs';
import { venvStep } from '../setup/steps/python.mjs';

const folder = ({ setup }: Project) => join(setup, 'bench-venv');

/** The Python that has PyTorch. */
export const torchPython = (project: Project): string => pythonOf(folder(project));

export const torchStep = venvStep({
  id: 'torch',
  title: 'PyTorch, which the benchmarks compare with',
  // The registry has it with the libraries of graphics cards only, and it does not load without them.
  needs: { download: 2700, disk: 5500 },
  folder,
  packages: fileURLToPath(new URL('python.txt', import.meta.url)),
});
