/** A headless Chromium for tests, without a network. */
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../../tools/setup/chromium.mjs';

const found = findChromium();

/** Options of a test that needs a browser: it is skipped where there is none. */
export const skipWithoutBrowser = { skip: found ? false : 'there is no Chromium here' };

/** Milliseconds until what a page does not show counts as absent. */
const PATIENCE = 240_000;

export interface BrowserPage extends AsyncDisposable {
  readonly page: Page;
  /** What went wrong in the page so far, in its console or as an exception. */
  readonly errors: string[];
  /** Addresses that the page asked for and that are neither in itself nor under an allowed origin. */
  readonly foreign: string[];
}

/**
 * A page in a browser of its own.
 *
 * @param options.origins what the page may ask; requests to anything else fail.
 */
export async function browserPage({
  origins = [],
  width = 1200,
  height = 900,
}: { origins?: readonly string[]; width?: number; height?: number } = {}): Promise<BrowserPage> {
  const { args = [], ...launch } = found ?? {};
  // Surfaces need WebGL, which software draws where there is no graphics card.
  const software = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  const browser = await chromium.launch({ ...launch, args: [...args, ...software] });
  const page = await browser.newPage({ viewport: { width, height } });
  // Long enough for a busy machine: only what never comes is waited for so long.
  page.setDefaultTimeout(PATIENCE);
  const [errors, foreign]: [string[], string[]] = [[], []];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.route(/^(?!data:|blob:|file:)/, async (route) => {
    const address = route.request().url();
    if (origins.some((origin) => address.startsWith(origin))) {
      await route.continue();
    } else {
      foreign.push(address);
      await route.abort();
    }
  });
  return { page, errors, foreign, [Symbol.asyncDispose]: () => browser.close() };
}
