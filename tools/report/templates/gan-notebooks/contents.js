// @ts-nocheck -- runs in a page, as it is
/** The table of contents, out of the headings; the way to the scoreboard, and to the reports of other notebooks. */
{
  const headings = [...document.querySelectorAll('main h2, main h3')];
  const list = document.querySelector('#contents ol');
  const taken = new Set();
  const scoreboard = document.querySelector('#scoreboard-link');
  for (const heading of headings) {
    const text = heading.cloneNode(true);
    text.querySelector('.anchor-link')?.remove();
    heading.id ||= `section-${taken.size}`;
    if (taken.has(heading.id)) heading.id += `-${taken.size}`;
    taken.add(heading.id);
    const link = document.createElement('a');
    link.href = `#${heading.id}`;
    link.textContent = text.textContent;
    const item = document.createElement('li');
    item.className = heading.localName;
    item.append(link);
    list.append(item);
    heading.querySelector('.anchor-link')?.setAttribute('href', link.href);
    if (text.textContent.trim().toLowerCase().startsWith(scoreboard.textContent.toLowerCase())) {
      scoreboard.href = link.href;
      scoreboard.hidden = false;
    }
  }
  for (const link of document.querySelectorAll('main a[href$=".ipynb"]:not([href*=":"])')) {
    link.href = link.getAttribute('href').replace(/ipynb$/, 'html');
  }
  document.querySelector('#contents').hidden = headings.length === 0;
  if (!matchMedia('(min-width: 70rem)').matches) document.querySelector('#contents').open = false;
}
