/** What the README says of the lessons is what the saved notebooks say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { crc32 } from 'node:zlib';
import { PNG } from 'pngjs';
import { animated } from '../../tools/readme/apng.ts';
import { withLessons } from '../../tools/readme/lessons.ts';
import { readmeFiles } from '../../tools/readme/update.ts';
import { project } from '../../tools/setup/project.mjs';
import { code, markdown, notebook } from '../report/notebooks.ts';

const { root } = project();

suite('README.md', () => {
  test('its map, numbers and moving picture are those of the saved notebooks: npm run readme', async () => {
    for (const [path, content] of Object.entries(await readmeFiles(root)))
      assert.ok(readFileSync(join(root, path)).equals(Buffer.from(content)), path);
  });

  test('its moving picture has less than 1 MB', () => {
    assert.ok(readFileSync(join(root, 'notebooks', 'pictures', 'training.png')).length < 1e6);
  });
});

suite('the map', () => {
  const board = '<table data-role="scoreboard"><caption>2 of 3 claims met</caption></table>';
  const shows = (data: Record<string, unknown>) => ({
    ...code(''),
    outputs: [{ output_type: 'display_data' as const, data }],
  });
  const lesson = notebook(
    markdown('# 07 · A | B\n\n**Question.** Does it\nlearn?\n\nA story.'),
    shows({ 'text/html': board }),
    shows({ 'application/vnd.gan.result+json': { distance: 12.345 } }),
  );
  const readme = 'Before <!-- lessons --> stale <!-- /lessons --> about 0.0<!--07.distance-->.';

  test('has a lesson’s question, minutes and verdict, and numbers follow', () => {
    const text = withLessons(readme, [{ name: '07-a-b', notebook: lesson }]);
    assert.match(
      text,
      /\| \[07 · A \\\| B\]\(notebooks\/07-a-b\.ipynb\) \| Does it learn\? \| ½, ½ \| 2 of 3 hold \|/,
    );
    assert.match(text, /about 12\.3<!--07\.distance-->\.$/);
    assert.doesNotMatch(text, /stale/);
    assert.equal(withLessons(text, [{ name: '07-a-b', notebook: lesson }]), text);
  });

  test('a number that no lesson gives is an error, and so is a README without a place for the map', () => {
    assert.throws(() => withLessons(readme, []), /07\.distance/);
    assert.throws(() => withLessons('', []), /has no <!-- lessons -->/);
  });
});

test('an animated PNG is a PNG, whose frames come in order', () => {
  const picture = (grey: number) => {
    const png = new PNG({ width: 3, height: 2 });
    png.data.fill(grey);
    return png;
  };
  const file = animated([
    { picture: picture(10), duration: 100 },
    { picture: picture(200), duration: 900 },
  ]);
  assert.deepEqual([...PNG.sync.read(file).data], new Array(24).fill(10));
  const types: string[] = [];
  const sequence: number[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const end = at + 8 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    types.push(type);
    if (/^f[cd]/.test(type)) sequence.push(file.readUInt32BE(at + 8));
    assert.equal(file.readUInt32BE(end), crc32(file.subarray(at + 4, end)), type);
  }
  assert.deepEqual(types, ['IHDR', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'IEND']);
  assert.deepEqual(sequence, [0, 1, 2]);
});
