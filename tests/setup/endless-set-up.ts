/** `node endless-set-up.ts ROOT FILE`: a set-up whose only step runs a program that writes FILE again and again. */
import { project } from '../../tools/setup/project.mjs';
import { setUp } from '../../tools/setup/steps.mjs';

const [root = '', file = ''] = process.argv.slice(2);
const program = "setInterval(() => require('node:fs').writeFileSync(process.argv[1], ''), 20)";

await setUp(project(root), [
  {
    id: 'first',
    title: 'An endless step',
    needs: { download: 0, disk: 0 },
    key: () => '1',
    makes: () => [],
    run: (_, sh) => sh(process.execPath, ['-e', program, file]),
  },
]);
