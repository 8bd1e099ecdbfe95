import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { withoutNoise } from '../../tools/tslab/noise.ts';

test('TensorFlow’s start-up messages are left out, and nothing else', async () => {
  const code = `
    require('node:util').isNullOrUndefined = (value) => value == null;
    const tf = require('@tensorflow/tfjs-node');
    tf.ones([2, 2]).dataSync();
    console.error('a warning of ours');
    process.stderr.write('an unfinished line');`;
  const { stderr } = spawn(process.execPath, ['-e', code], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0', TF_ENABLE_ONEDNN_OPTS: '1' },
  });
  const said = await text(stderr);
  assert.match(
    said,
    /absl::InitializeLog[^]*oneDNN/,
    'TensorFlow has become quiet: tools/tslab/noise.ts can go',
  );
  const left = await text(Readable.from(withoutNoise(Readable.from([said]))));
  assert.equal(left, 'a warning of ours\nan unfinished line\n');
});
