import type { PageElement } from '../page';
import type { Chart, Page } from './chart';
import { escapeXml } from '../notebook';
import { script } from './page';
import { bundle } from './show';

/**
 * A chart that stays hidden until the reader has said what to expect of it.
 *
 * @param question about the chart
 * @param choices what one may expect; none is marked as right: the chart says it
 * @param chart drawn still
 * @throws RangeError if there are fewer than two choices
 *
 * @example
 * await plots.show(await plots.prediction('Where does the loss go?', ['up', 'down', 'nowhere'], curves));
 */
export async function prediction(question: string, choices: readonly string[], chart: Chart): Promise<Page> {
  if (choices.length < 2) throw new RangeError('prediction: there must be two choices at least');
  const buttons = choices.map(
    (choice) => `<button type="button" aria-pressed="false">${escapeXml(choice)}</button>`,
  );
  return {
    kind: 'page',
    text: `${question} (${choices.join(' / ')}) ${chart.text}`,
    html:
      `<div class="gan-prediction" role="group" aria-label="${escapeXml(question)}">` +
      `<div><strong>${escapeXml(question)}</strong></div><div>${buttons.join(' ')}</div>` +
      `<div data-role="status" role="status">Choose, and see.</div>` +
      `<div data-role="chart" hidden="hidden">${await still(chart)}</div>${STYLE}${script(reveal)}</div>`,
  };
}

async function still(chart: Chart): Promise<string> {
  const { 'image/svg+xml': svg, 'image/png': png, 'text/html': html } = await bundle(chart);
  if (typeof html === 'string') return html;
  const data =
    typeof svg === 'string'
      ? `image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
      : `image/png;base64,${Buffer.from(png as Uint8Array).toString('base64')}`;
  return `<img alt="${escapeXml(chart.text)}" src="data:${data}">`;
}

const STYLE = '<style>.gan-prediction button[aria-pressed=true]{outline:3px solid #0077bb}</style>';

/** In the page: a choice shows the chart, and stays marked. */
function reveal(element: PageElement): void {
  const buttons = [...element.querySelectorAll('button')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      element.querySelector('[data-role=status]')!.textContent =
        'What you expected is marked. This is what came:';
      element.querySelector('[data-role=chart]')!.hidden = false;
    });
  }
}
