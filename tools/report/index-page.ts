/** The page that leads to the reports: a card each, with a picture and the scoreboard. */
import type { Notebook } from './notebook.ts';
import { displayed, pictureOf, scoreboard, title } from './outputs.ts';
import { escape, html, page, prose } from './page.ts';

/** A notebook whose report stands beside the page, under its name. */
export interface Report {
  readonly name: string;
  readonly notebook: Notebook;
}

export function indexPage(reports: readonly Report[]): Notebook {
  return page(prose('# GAN Notebooks: reports'), html('<div class="cards">', ...reports.map(card), '</div>'));
}

function card({ name, notebook }: Report): string {
  const address = escape(`./${encodeURIComponent(name)}.html`);
  const picture = thumbnail(notebook);
  const board = scoreboard(notebook);
  return [
    '<article class="card">',
    `<h2 id="${escape(name)}"><a href="${address}">${escape(title(notebook) ?? name)}</a></h2>`,
    picture && `<img src="${picture.address}" alt="${escape(picture.description)}">`,
    board && `<details><summary>${board.summary}</summary>${board.html}</details>`,
    '</article>',
  ]
    .filter(Boolean)
    .join('\n');
}

/** The last picture that a notebook shows; of a notebook without any, its last chart. */
function thumbnail(notebook: Notebook) {
  const all = displayed(notebook);
  const last =
    all.findLast(({ data }) => 'image/png' in data) ?? all.findLast(({ data }) => 'image/svg+xml' in data);
  return last && pictureOf(last.data);
}
