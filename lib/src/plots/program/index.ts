import { escapeXml } from '../../notebook';
import type { Page } from '../chart';
import { script } from '../page';
import { pack, pageRuntime } from './runtime';
import { start } from './start';

export interface ProgramOptions {
  /** The program, by its name in `page`. */
  readonly program: string;
  readonly title: string;
  /** What there is to see, in a sentence. */
  readonly text: string;
  /** HTML: what is shown where no script runs, what the program works on, and how that looks. */
  readonly still: string;
  readonly controls: string;
  readonly style: string;
  /** What the program is told: JSON. */
  readonly data: object;
  /** Bytes that go along, by the name under which the program unpacks them. */
  readonly parts?: Readonly<Record<string, Uint8Array>>;
  /** Whether the page brings the library along, or leaves that to another. */
  readonly runtime: boolean;
}

/** A page that runs a program of the library, and shows a still picture where no script runs. */
export function programPage(options: ProgramOptions): Page {
  const { program, title, text, still, controls, style, data, parts = {}, runtime } = options;
  const { version, scripts } = pageRuntime();
  const packed = Object.entries(parts).map(
    ([name, bytes]) => `<script type="text/plain" data-part="${name}">${pack(bytes)}</script>`,
  );
  const html =
    `<div class="gan-${program}" data-program="${program}" data-library="${version}" role="group" ` +
    `aria-label="${escapeXml(text)}">` +
    (title && `<div><strong>${escapeXml(title)}</strong></div>`) +
    `<div data-role="still">${still}</div>` +
    `<div data-role="controls" hidden="hidden">${controls}${style}</div>` +
    `<div data-role="status" role="status">The ${program} starts where scripts may run: run this cell, or trust the notebook.</div>` +
    `<script type="application/json" data-part="data">${JSON.stringify(data)}</script>` +
    `${packed.join('')}${runtime ? scripts : ''}${script(start)}</div>`;
  return { kind: 'page', html, text };
}
