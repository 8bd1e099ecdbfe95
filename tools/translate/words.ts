/** The words of a report that are not a notebook's: its buttons, and what is said of the run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from './catalogue.ts';

/** What stands above a paragraph that is left in English. */
export const LEFT_IN_ENGLISH = 'Not translated yet, or changed since';

/** All that the template asks `word('…')` for. */
export function pageMessages(templates: string): Message[] {
  const folder = join(templates, 'gan-notebooks');
  const files = readdirSync(folder).filter((file) => file.endsWith('.j2'));
  const texts = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\bword\('([^']+)'\)/g)].map(([, text]) => text!),
  );
  return [...new Set([...texts.sort(), LEFT_IN_ENGLISH])].map((text) => ({ context: '', text }));
}
