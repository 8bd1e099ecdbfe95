/** The page that leads to the reports: a card each, with a picture and the scoreboard. */
import type { Notebook } from './notebook.ts';
import { displayed, pictureOf, scoreboard, title, type Placed } from './outputs.ts';
import { escape, html, page, prose } from './page.ts';

/** A notebook whose report stands beside the page, under its name. */
export interface Report {
  readonly name: string;
  readonly notebook: Notebook;
}

/** Another page that stands beside it. */
export interface Link {
  readonly title: string;
  readonly address: string;
}

/** @param beside pages that the index leads to as well, in a list at its end */
export function indexPage(reports: readonly Report[], beside: readonly Link[] = []): Notebook {
  const links = beside.map(
    ({ title, address }) => `<li><a href="./${escape(encodeURI(address))}">${escape(title)}</a></li>`,
  );
  return page(
    prose('# GAN Notebooks: reports'),
    html('<div class="cards">', ...reports.map(card), '</div>'),
    ...(links.length > 0 ? [prose('## Documents'), html('<ul>', ...links, '</ul>')] : []),
  );
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

/** The picture of the cell tagged "card"; else the last picture of the notebook, or its last chart. */
function thumbnail(notebook: Notebook) {
  const all = displayed(notebook);
  const named = all.filter(({ cell }) => notebook.cells[cell]!.metadata.tags?.includes('card'));
  return lastPicture(named) ?? lastPicture(all);
}

function lastPicture(shown: readonly Placed[]) {
  const last =
    shown.findLast(({ data }) => 'image/png' in data) ??
    shown.findLast(({ data }) => 'image/svg+xml' in data);
  return last && pictureOf(last.data);
}
