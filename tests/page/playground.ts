/** The playground in a browser. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { plots } from 'gan-lib';
import type { Page } from 'playwright-core';

/** The policy of reports, without their nonce. */
export const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; " +
  'img-src data: blob:; connect-src blob: data:';

/** Opens it from a file, and waits until it can be used. */
export async function openPlayground(
  page: Page,
  hash = '',
  { options = {}, head = '' }: { options?: plots.PlaygroundOptions; head?: string } = {},
): Promise<void> {
  const { html } = await plots.playground({ title: 'A ring', ...options });
  const file = join(mkdtempSync(join(tmpdir(), 'gan-playground-')), 'page.html');
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const start = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A ring</title>${policy}${head}`;
  writeFileSync(file, `${start}<main><h1>A ring</h1>${html}</main></html>`);
  await page.goto(pathToFileURL(file).href + hash);
  await page.locator('.gan-playground[data-state]').waitFor({ timeout: 60_000 });
}

/** What the numbers say, but for those that measure time. */
export async function situationOf(page: Page): Promise<Record<string, string>> {
  const names = ['step', 'D', 'G', 'JS', 'modes', 'good', 'outside', 'longest'];
  const said = await Promise.all(names.map((name) => page.locator(`[data-say=${name}]`).textContent()));
  return Object.fromEntries(names.map((name, i) => [name, said[i] ?? '']));
}
