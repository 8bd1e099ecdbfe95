/** Slides in a browser: their sizes, and their PDF. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../setup/chromium.mjs';

/** What a slide has room for, in pixels. */
export const SIZE = { width: 1333, height: 750 };

/** A slide that has more on it than fits. */
export interface Overflow {
  /** Its number, from 1, as it is shown in the corner. */
  readonly slide: number;
  /** The first words on it, by which it is known when others are put before it. */
  readonly words: string;
  readonly width: number;
  readonly height: number;
}

/** Opens slides laid out one below the other, as they are printed, and waits until they and their mathematics are there. */
export async function openPrinted(page: Page, file: string): Promise<void> {
  await page.goto(`${pathToFileURL(file).href}?print-pdf`);
  const ready = `document.documentElement.dataset.slides === 'ready' && document.querySelector('.pdf-page') &&
    (!document.querySelector('[data-library=mathjax], mjx-container') ||
      document.documentElement.dataset.mathematics === 'ready')`;
  await page.waitForFunction(ready, undefined, { timeout: 300_000 });
}

/** The slides of an opened file that need more than their room. */
export function overflows(page: Page): Promise<Overflow[]> {
  return page.evaluate<Overflow[]>(`[...document.querySelectorAll('.pdf-page')].flatMap((sheet, i) => {
    const slide = sheet.querySelector('section');
    const { left, top } = sheet.getBoundingClientRect();
    const shown = [...slide.querySelectorAll('*')].filter((element) => !element.closest('aside, mjx-assistive-mml'));
    const boxes = shown.map((element) => element.getBoundingClientRect()).filter((box) => box.width * box.height > 0);
    const width = Math.round(Math.max(...boxes.map(({ right }) => right - left)));
    const height = Math.round(Math.max(...boxes.map(({ bottom }) => bottom - top)));
    const words = slide.innerText.trim().split(/\\s+/).slice(0, 8).join(' ');
    return width > ${SIZE.width} || height > ${SIZE.height} ? [{ slide: i + 1, words, width, height }] : [];
  })`);
}

/**
 * Writes slides as PDFs, one page a slide.
 *
 * @param done gets each PDF, and its slides that overflow
 * @returns false where there is no browser, and then no PDF.
 */
export async function makePdfs(
  files: readonly string[],
  done: (pdf: string, full: readonly Overflow[]) => void,
): Promise<boolean> {
  const found = findChromium();
  if (!found) return false;
  const browser = await chromium.launch(found);
  try {
    for (const file of files) {
      const page = await browser.newPage({ viewport: SIZE });
      await openPrinted(page, file);
      const full = await overflows(page);
      const pdf = file.replace(/html$/, 'pdf');
      writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
      await page.close();
      done(pdf, full);
    }
    return true;
  } finally {
    await browser.close();
  }
}
