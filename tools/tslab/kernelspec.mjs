// How Jupyter starts the kernel: under the project's Node.

import { join } from 'node:path';
import { TENSORFLOW } from './tensorflow.mjs';

/**
 * What kernel.json holds.
 *
 * @param {{ root: string, node: string }} project the clone's folder and the Node that runs it
 */
export function kernelspec({ root, node }) {
  return {
    argv: [node, join(root, 'tools', 'tslab', 'kernel', 'main.ts'), '{connection_file}'],
    display_name: 'TypeScript (GAN Notebooks)',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: TENSORFLOW,
    metadata: { debugger: false },
  };
}
