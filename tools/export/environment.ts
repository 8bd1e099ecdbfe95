/** Python's readers of exported models, in a virtual environment of their own, made when the tests of the exports first run. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonOf, type Project } from '../setup/project.mjs';
import { venvStep } from '../setup/steps/python.mjs';

const folder = ({ setup }: Project) => join(setup, 'export-venv');

/** The Python that has them. */
export const readersPython = (project: Project): string => pythonOf(folder(project));

export const readersStep = venvStep({
  id: 'readers',
  title: 'ONNX and safetensors for Python, which exported models are checked with',
  needs: { download: 60, disk: 250 },
  folder,
  packages: fileURLToPath(new URL('python.txt', import.meta.url)),
});
