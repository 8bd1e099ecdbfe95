import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { data } from 'gan-lib';
import { project } from '../../tools/setup/project.mjs';

const kept = join(project().setup, 'emoji');

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'emoji ä '));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

suite('emojiFolder', () => {
  test('takes what is there, and says nothing', async (t) => {
    const directory = temporary(t);
    mkdirSync(join(directory, 'emoji'));
    const say = (line: string) => assert.fail(line);
    assert.equal(await data.emojiFolder({ directory, say }), join(directory, 'emoji'));
  });

  test('without a network it fails in one line and leaves nothing behind', async (t) => {
    const folder = temporary(t);
    const before = { ...process.env };
    t.after(() => void (process.env = before));
    process.env['npm_config_registry'] = 'http://127.0.0.1:9/';
    process.env['npm_config_fetch_retries'] = '0';
    process.env['npm_config_cache'] = join(folder, 'cache');
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    await assert.rejects(data.emojiFolder({ directory: join(folder, 'kept'), say }), (error: Error) => {
      assert.match(
        error.message,
        /^data\.emojiFolder: npm could not fetch emoji-datasource-google 16\.0\.0: /,
      );
      return !error.message.includes('\n');
    });
    assert.deepEqual(lines, [
      'data.emojiFolder: emoji-datasource-google 16.0.0 is fetched, this once: 74 MB.',
    ]);
    assert.deepEqual(readdirSync(folder).filter((name) => name !== 'cache'), []); // prettier-ignore
  });

  const skip = existsSync(kept) ? false : 'the emoji have not been fetched here';
  test('1,906 files, of which 14 are there already; skin tones beside them', { skip }, async () => {
    const set = await data.imageFolder(await data.emojiFolder(), { size: 32, say: () => undefined });
    assert.deepEqual([set.count, set.duplicates.length, set.broken.length], [1892, 14, 0]);
    assert.deepEqual(set.shape, [32, 32, 3]);
    assert.equal(readdirSync(join(kept, 'skin-tones')).length, 1880);
    const flags = set.duplicates.filter((line) => /^1f1[ef][0-9a-f]-1f1/.test(line));
    assert.equal(flags.length, 9); // of territories; the others are families, silhouettes since Unicode 15.1
  });
});
