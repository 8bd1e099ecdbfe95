// TensorFlow's C libraries, taken out of its Python wheel: the package index has them where the vendor's own
// download is blocked or gone. One wheel does for every Python, because nothing of it is run by Python.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '../environment.mjs';
import { fingerprint, remove, replace } from '../files.mjs';
import { PIP } from './python.mjs';

const WHEEL = fileURLToPath(new URL('../tensorflow.txt', import.meta.url));
const UNPACK = fileURLToPath(new URL('../unpack.py', import.meta.url));

const TAGS = [
  '--python-version=3.12',
  '--implementation=cp',
  '--abi=cp312',
  '--platform=manylinux_2_27_x86_64',
];

/** What a native addon is linked to. */
export const TENSORFLOW_LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** @type {import('../steps.mjs').Step} */
export const tensorflow = {
  id: 'tensorflow',
  title: 'TensorFlow 2.21',
  needs: { download: 274, disk: 1150 },
  key: () => fingerprint(readFileSync(WHEEL), readFileSync(UNPACK)),
  makes: ({ tensorflow: folder }) => [
    ...TENSORFLOW_LIBRARIES.map((name) => join(folder, 'lib', name)),
    join(folder, 'include', 'tensorflow', 'c', 'c_api.h'),
  ],
  async run(project, sh) {
    const env = environment(project);
    const download = join(project.setup, 'download', tensorflow.key(project));
    await sh(
      project.python,
      [
        ...PIP,
        'download',
        '--no-deps',
        '--require-hashes',
        '--only-binary=:all:',
        ...TAGS,
        '-d',
        download,
        '-r',
        WHEEL,
      ],
      { env },
    );
    await replace(project.tensorflow, async (draft) => {
      for (const wheel of readdirSync(download))
        await sh(project.python, [UNPACK, join(download, wheel), draft], { env });
    });
    remove(join(project.setup, 'download'));
  },
};
