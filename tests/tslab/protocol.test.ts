/** The kernel keeps Jupyter's protocol, as the suite for kernels sees it (protocol.py). */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';

test('jupyter-kernel-test: no failure, and nothing left out but the pager', () => {
  const here = project();
  const program = fileURLToPath(new URL('protocol.py', import.meta.url));
  const { stderr, status } = spawnSync(here.python, [program, '--verbose'], {
    cwd: join(here.root, 'notebooks'),
    env: { ...environment(here), JUPYTER_PATH: join(here.venv, 'share', 'jupyter') },
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^Ran 13 tests in/m, stderr);
  assert.match(stderr, /^OK \(skipped=1\)$/m, stderr);
  assert.match(stderr, /^test_pager .* skipped/m, stderr);
});
