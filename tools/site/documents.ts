/** The project's documents as pages of a site, in which a link leads to the page of what it names. */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import type { Notebook } from '../report/notebook.ts';
import { page, prose } from '../report/page.ts';

/** A source, "docs/teaching.md" or "notebooks/01-vanilla-gan.ipynb", and its page, from the root of clone and site. */
export type Pages = ReadonlyMap<string, string>;

/** Where the documents and these lessons stand on a site. */
export function sitePages(root: string, lessons: readonly string[]): Pages {
  const documents = globSync('{*.md,{docs,data,lib,tools}/**/*.md}', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  });
  return new Map([
    ...documents.sort().map((path) => [path, path.replace(/md$/, 'html')] as const),
    ...lessons.map((name) => [`notebooks/${name}.ipynb`, `${name}.html`] as const),
  ]);
}

/** @param path of the document */
export function documentPage(root: string, path: string, pages: Pages): Notebook {
  return page(prose(relinked(readFileSync(join(root, path), 'utf8'), path, pages)));
}

/** A notebook whose text leads to pages of the site. */
export function lessonPage(lesson: Notebook, name: string, pages: Pages): Notebook {
  const cells = lesson.cells.map((cell) =>
    cell.cell_type === 'markdown'
      ? { ...cell, source: relinked(cell.source, `notebooks/${name}.ipynb`, pages) }
      : cell,
  );
  return { ...lesson, cells };
}

/**
 * Markdown with its links to files as links to their pages; a file or folder that has none is no link any more.
 *
 * @param from the source that the text is of
 */
export function relinked(text: string, from: string, pages: Pages): string {
  return text.replaceAll(LINK, (link, label: string, target: string) => {
    if (target.startsWith('#')) return `[${label}](#${anchorIn(text, target.slice(1))})`;
    if (/^\w+:/.test(target)) return link;
    const [file = '', anchor] = target.split('#');
    const path = posix.join(posix.dirname(from), decodeURI(file)).replace(/\/$/, '');
    const address = pages.get(path) ?? pages.get(posix.join(path, 'README.md'));
    if (address === undefined) return label;
    const way = posix.relative(posix.dirname(pages.get(from)!), address);
    return `[${label}](${encodeURI(way)}${anchor ? `#${anchor}` : ''})`;
  });
}

/** The name that nbconvert gives to the heading which others call `slug`: capitals stay. */
function anchorIn(text: string, slug: string): string {
  const headings = [...text.matchAll(/^#+ +(.+)$/gm)].map(([, heading]) => heading!.trim());
  const found = headings.find((heading) => slugOf(heading) === slug);
  return found === undefined ? slug : encodeURI(found.replaceAll(' ', '-'));
}

const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** A link, but no picture. */
const LINK = /(?<!!)\[([^\]]+)\]\(([^()\s]+)\)/g;

/** What a document calls itself. */
export function headingOf(root: string, path: string): string {
  const heading = /^# +(.*)/m.exec(readFileSync(join(root, path), 'utf8'))?.[1];
  return heading?.replaceAll('`', '') ?? basename(dirname(path));
}
