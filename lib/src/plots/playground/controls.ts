/** The playground's elements, which its program finds by their data attributes. */
import type { PlaygroundSettings } from '../../page';
import type { roles } from '../theme';

/** The games by their names in addresses, as `page` knows them. */
const GAMES: Readonly<Record<PlaygroundSettings['game'], string>> = {
  ns: 'non-saturating',
  minimax: 'minimax',
  ls: 'least squares',
  r1: 'non-saturating + R1',
  clip: 'Wasserstein, clipped',
  gp: 'Wasserstein + penalty',
};

type Colours = typeof roles;

export const controls = (colours: Colours): string =>
  `<div class="row" role="group" aria-label="training">${BUTTONS}</div>${TOUR}` +
  `<div class="body"><div class="world">${WORLD}${legend(colours)}</div><div class="side">${NUMBERS}` +
  chart('losses', 'Losses', 'losses of D and G over the steps', [
    ['D', colours.real, '', 'D'],
    ['G', colours.generated, '7 3', 'G'],
  ]) +
  chart(
    'js',
    'JS divergence, of a histogram with 30 × 30 cells',
    'Jensen–Shannon divergence over the steps',
    [['JS', colours.reference, '', '']],
  ) +
  `</div></div><div class="row" role="group" aria-label="settings">${SETTINGS}</div>${LINK}`;

const button = (attributes: string, name: string): string =>
  `<button type="button" ${attributes}>${name}</button>`;

const BUTTONS =
  button('data-do="play"', '▶ play') +
  button('data-do="step"', 'one step') +
  '<span role="group" aria-label="who is updated">' +
  button('data-who="both" aria-pressed="true"', 'both') +
  button('data-who="D" aria-pressed="false"', 'D only') +
  button('data-who="G" aria-pressed="false"', 'G only') +
  '</span>' +
  button('data-do="slow" aria-pressed="false"', 'slow motion') +
  button('data-do="restart"', 'restart') +
  button('data-do="tour"', 'guided tour');

const WORLD =
  '<canvas width="480" height="480" role="img" aria-label="real points, generated points, arrows of the generator’s gradient, ' +
  'and what the discriminator says as colours; the numbers beside it say how they lie"></canvas>';

const legend = ({ real, generated }: Colours): string =>
  `<div class="legend"><span><b aria-hidden="true" style="color:${real}">●</b> real</span> <span><b aria-hidden="true" style="color:${generated}">◆</b> generated</span> ` +
  '<span>colours: <output data-say="colours"></output></span> ' +
  '<span>→ −∂L<sub>G</sub>/∂x, longest <output data-say="longest"></output></span></div>';

const number = (name: string, title: string): string =>
  `<div><dt>${title}</dt><dd data-say="${name}">–</dd></div>`;

const NUMBERS =
  '<dl>' +
  [
    number('step', 'step'),
    number('D', 'loss of D'),
    number('G', 'loss of G'),
    number('JS', 'JS, nats'),
    number('modes', 'modes covered'),
    number('good', 'within 3 σ'),
    number('outside', 'outside, of 200'),
    number('speed', 'steps a second'),
    number('backend', 'computed by'),
  ].join('') +
  '</dl>';

function chart(
  name: string,
  title: string,
  label: string,
  lines: readonly (readonly [name: string, colour: string, dash: string, legend: string])[],
): string {
  const key = lines
    .map(([, colour, , text]) => text && ` <b aria-hidden="true" style="color:${colour}">—</b> ${text}`)
    .join('');
  const drawn = lines.map(
    ([line, colour, dash]) =>
      `<polyline data-line="${line}" fill="none" stroke="${colour}" stroke-width="1.8" stroke-dasharray="${dash}" points=""/>`,
  );
  return (
    `<figure data-chart="${name}"><figcaption>${title}${key}</figcaption>` +
    `<svg viewBox="-44 -8 352 122" role="img" aria-label="${label}">` +
    '<path d="M0,0V90H300" fill="none" stroke="currentColor" stroke-opacity=".5"/>' +
    `${drawn.join('')}<text data-label="high" x="-4" y="4" text-anchor="end"></text>` +
    '<text data-label="low" x="-4" y="92" text-anchor="end"></text>' +
    '<text data-label="end" x="300" y="106" text-anchor="end"></text></svg></figure>'
  );
}

const field = (name: string, title: string, attributes: string): string =>
  `<label>${title} <input type="number" data-set="${name}" ${attributes}></label>`;

const SETTINGS =
  `<label>loss <select data-set="game">${Object.entries(GAMES)
    .map(([name, title]) => `<option value="${name}">${title}</option>`)
    .join('')}</select></label>` +
  field('rateD', 'rate of D', 'min="0.00001" max="0.1" step="any"') +
  field('rateG', 'rate of G', 'min="0.00001" max="0.1" step="any"') +
  field('stepsD', 'updates of D', 'min="1" max="20"') +
  field('stepsG', 'of G', 'min="1" max="20"') +
  field('modes', 'modes', 'min="1" max="12"') +
  field('seed', 'seed', 'min="0" max="9999"');

const LINK = `<div class="row">${button('data-do="link"', 'put this situation into the address')}</div>`;

const TOUR =
  '<div data-role="tour" class="tour" hidden="hidden"><div><strong data-role="title"></strong></div>' +
  `<p data-role="text" aria-live="polite"></p><div class="row">${button('data-do="back"', 'back')}${button('data-do="next"', 'next')}</div></div>`;
