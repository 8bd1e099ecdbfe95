/** The environment of commands: the project's programs first, and the user's home left alone. */
import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';

const here = project('/somewhere/größe test');
const env = environment(here, {
  PATH: '/usr/bin',
  LANG: 'C',
  JUPYTER_PATH: '/elsewhere',
  JUPYTER_CONFIG_PATH: '/elsewhere',
  PYTHONPATH: '/elsewhere',
  PYTHONHOME: '/elsewhere',
});

test('the project’s Node and Python come first on PATH', () => {
  const [node = '', python = '', ...others] = (env['PATH'] ?? '').split(delimiter);
  assert.ok(here.node.startsWith(node));
  assert.ok(here.python.startsWith(python));
  assert.deepEqual(others, ['/usr/bin']);
});

test('Jupyter keeps all that it writes inside the clone', () => {
  for (const name of ['CONFIG_DIR', 'DATA_DIR', 'RUNTIME_DIR'].map((end) => `JUPYTER_${end}`)) {
    assert.ok(env[name]?.startsWith(here.setup), name);
  }
  for (const name of ['JUPYTERLAB_SETTINGS_DIR', 'JUPYTERLAB_WORKSPACES_DIR', 'IPYTHONDIR']) {
    assert.ok(env[name]?.startsWith(here.setup), name);
  }
});

test('packages and settings from elsewhere are not looked at; what else the user has set stays', () => {
  assert.ok(!Object.values(env).includes('/elsewhere'));
  assert.equal(env['PYTHONNOUSERSITE'], '1');
  assert.equal(env['LANG'], 'C');
});

test('TensorFlow is quiet and uses oneDNN, unless the user wants it otherwise', () => {
  const wish = { TF_CPP_MIN_LOG_LEVEL: '0', TF_ENABLE_ONEDNN_OPTS: '0' };
  for (const [name, value] of Object.entries(wish)) {
    assert.ok(env[name] !== undefined && env[name] !== value, name);
    assert.equal(environment(here, wish)[name], value);
  }
});
