// How Jupyter starts our kernel: tslab under the project's Node, with tools/tslab/preload.ts loaded first.

import { join } from 'node:path';
import { TENSORFLOW } from './tensorflow.mjs';

/**
 * What kernel.json holds.
 *
 * @param {{ root: string, node: string }} project the clone's folder and the Node that runs it
 */
export function kernelspec({ root, node }) {
  const tslab = join(root, 'node_modules', 'tslab', 'bin', 'tslab');
  return {
    argv: [
      node,
      '--require',
      join(root, 'tools', 'tslab', 'preload.ts'),
      tslab,
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
    display_name: 'TypeScript (GAN Notebooks)',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: TENSORFLOW,
    metadata: { debugger: false },
  };
}
