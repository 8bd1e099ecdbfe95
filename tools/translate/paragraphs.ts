/** Markdown in paragraphs: what is translated one by one. */
import { withoutNumbers } from '../report/prose.ts';

/** Markdown in which each paragraph with words in it is changed, and all else stays as it is. */
export function mapParagraphs(source: string, change: (paragraph: string) => string): string {
  return blocks(source)
    .map((block) => {
      const paragraph = block.trimEnd();
      return hasWords(paragraph) ? change(paragraph) + block.slice(paragraph.length) : block;
    })
    .join('');
}

/**
 * A paragraph as it is translated: prose is one line, so that it may be wrapped anew, and numbers of the run are only
 * the names of their results, so that the next run changes nothing.
 */
export function messageOf(paragraph: string): string {
  const lines = paragraph.split('\n');
  return withoutNumbers(lines.some((line) => LINE_OF_ITS_OWN.test(line)) ? paragraph : lines.join(' '));
}

/** Tables, lists, quotations, headings, code; and lines that are broken on purpose. */
const LINE_OF_ITS_OWN = /^\s*(?:[|>#<]|[-*+] |\d+[.)] )|^ {4}| {2}$|\\$/;

/** Paragraphs, and the blank lines between them, in turn. */
function blocks(source: string): string[] {
  const found: string[] = [];
  let open: string | undefined;
  let wasBlank: boolean | undefined;
  for (const line of source.split(/(?<=\n)/)) {
    const isBlank = open === undefined && line.trim() === '';
    if (isBlank === wasBlank) found.push((found.pop() ?? '') + line);
    else found.push(line);
    wasBlank = isBlank;
    open = openAfter(line, open);
  }
  return found;
}

/** What a paragraph that goes on over blank lines waits for: the end of a fence, or of an equation. */
function openAfter(line: string, open: string | undefined): string | undefined {
  const fence = /^\s*(```|~~~)/.exec(line)?.[1];
  if (open === '$$' || (open === undefined && fence === undefined)) {
    const isOdd = line.split('$$').length % 2 === 0;
    return (open === '$$') === isOdd ? undefined : '$$';
  }
  return open === undefined ? fence : fence === open ? undefined : open;
}

/** Code, equations and lines that only divide have nothing to translate. */
const hasWords = (paragraph: string): boolean =>
  !/^\s*(```|~~~)/.test(paragraph) &&
  !/^\$\$(?:(?!\$\$)[^])*\$\$$/.test(paragraph) &&
  /\p{L}{2}/u.test(paragraph.replaceAll(/<!--[^]*?-->/g, ''));
