import { escapeXml } from '../notebook';
import type { PageElement, PageEvent } from '../page';
import type { Page } from './chart';
import { script } from './page';
import { roles } from './theme';

export interface EarthOptions {
  /** Places where the grains have to be: whole numbers. */
  readonly real: readonly number[];
  /** As many places where they are. */
  readonly generated: readonly number[];
  /** What the cheapest plan costs: `metrics.wasserstein1d(generated, real)`. */
  readonly distance: number;
  readonly title?: string;
}

/**
 * Two heaps of sand on a line, and both sides of the Wasserstein distance under the reader's hand: a plan whose ways are dragged
 * onto other targets, with its cost, and a critic that is drawn, with a slope of at most 1, and its score. The cost is never below
 * the distance, the score never above it; where they meet they are the distance.
 *
 * @throws RangeError in one line unless both heaps have as many grains, 2 to 12, at whole places from 0 to 20.
 *
 * @example
 * await plots.show(plots.earth({ real, generated, distance: metrics.wasserstein1d(generated, real) }));
 */
export function earth({ real, generated, distance, title = '' }: EarthOptions): Page {
  requireHeaps(real, generated);
  const last = Math.max(...real, ...generated) + 1;
  const text =
    `${title ? `${title}: ` : ''}${real.length} grains of sand at ${generated.join(', ')} that have to be at ` +
    `${real.join(', ')}: a plan to change and a critic to draw.`;
  const [from, to] = [heap(generated, 1.5, -1), heap(real, 3.5, 1)];
  const data = { from, to, distance, last };
  return {
    kind: 'page',
    text,
    html:
      `<div class="gan-earth" role="group" aria-label="${escapeXml(text)}" data-heaps="${escapeXml(JSON.stringify(data))}">` +
      (title && `<div><strong>${escapeXml(title)}</strong></div>`) +
      '<div>The plan: drag a grain (above) to another target (below), or press two grains to let them change targets.</div>' +
      `<svg data-part="plan" viewBox="-0.8 -0.2 ${last + 1.6} 5.4" role="img" aria-label="the plan">${plan(from, to)}</svg>` +
      `<div class="row" data-part="grains">${generated.map((at, i) => `<button type="button" data-grain="${i}" aria-pressed="false">${at} → <output></output></button>`).join('')}</div>` +
      '<div>The critic: draw it, or set its slope from each place to the next.</div>' +
      `<svg data-part="critic" viewBox="-0.8 ${-0.3 * last - 0.2} ${last + 1.6} ${0.6 * last + 1}" role="img" aria-label="the critic">${critic(last)}</svg>` +
      `<div class="slopes" style="padding:0 ${(80 / (last + 1.6)).toFixed(2)}%">${Array.from({ length: last }, (_, t) => `<input type="range" data-slope="${t}" aria-label="slope from ${t} to ${t + 1}" min="-1" max="1" step="0.05" value="0">`).join('')}</div>` +
      `<div role="status"><span style="border-bottom:3px solid ${roles.real}">critic’s score <output data-say="score">0</output></span> ≤ W ≤ ` +
      `<span style="border-bottom:3px solid ${roles.generated}">plan’s cost <output data-say="cost"></output></span>. <output data-say="verdict"></output></div>` +
      `${STYLE}${script(play)}</div>`,
  };
}

function requireHeaps(real: readonly number[], generated: readonly number[]): void {
  const all = [...real, ...generated];
  const fits =
    real.length === generated.length &&
    real.length >= 2 &&
    real.length <= 12 &&
    all.every((place) => Number.isInteger(place) && place >= 0 && place <= 20);
  if (!fits) {
    throw new RangeError(
      `earth: two heaps of 2 to 12 grains each at whole places from 0 to 20 are allowed, got ${real.join(', ')} and ${generated.join(', ')}`,
    );
  }
}

type Point = readonly [x: number, y: number];

/** Where the grains of a heap are drawn: those at one place on top of each other, from `y` upwards (−1) or downwards (1). */
function heap(places: readonly number[], y: number, side: 1 | -1): Point[] {
  const levels = places.map((place, i) => places.slice(0, i).filter((other) => other === place).length);
  const pitch = Math.min(0.45, 1.5 / Math.max(1, ...levels));
  return places.map((place, i) => [place, y + side * pitch * levels[i]!]);
}

const circle = ([x, y]: Point, colour: string): string =>
  `<circle cx="${x}" cy="${y}" r=".2" fill="${colour}"/>`;

function plan(from: readonly Point[], to: readonly Point[]): string {
  const ways = from.map(
    ([x, y], i) =>
      `<line data-way="${i}" x1="${x}" y1="${y}" x2="${x}" y2="${y}" stroke="currentColor" stroke-width=".05"/>`,
  );
  const grains = from.map((point) => circle(point, roles.generated));
  const note = (y: number, words: string): string =>
    `<text x="-.7" y="${y}" font-size=".3" fill="currentColor">${words}</text>`;
  return `${note(0.2, 'where they are')}${note(4.8, 'where they have to be')}${ways.join('')}${grains.join('')}${to.map((point) => circle(point, roles.real)).join('')}`;
}

const critic = (last: number): string =>
  `<path d="M0,0H${last}" stroke="currentColor" stroke-opacity=".4" stroke-width=".03"/>` +
  Array.from(
    { length: last + 1 },
    (_, t) =>
      `<text x="${t}" y="${0.3 * last + 0.7}" font-size=".3" text-anchor="middle" fill="currentColor">${t}</text>`,
  ).join('') +
  `<polyline fill="none" stroke="${roles.reference}" stroke-width=".09" points=""/>`;

const STYLE =
  '<style>.gan-earth{max-width:640px}.gan-earth svg{width:100%;height:auto;display:block;touch-action:none;cursor:crosshair}' +
  '.gan-earth .row{display:flex;flex-wrap:wrap;gap:4px;margin:4px 0}.gan-earth button{font:inherit;color:inherit;background:transparent;' +
  'border:1px solid currentColor;border-radius:4px;padding:3px 7px;min-height:30px}' +
  '.gan-earth .slopes{display:flex}.gan-earth input{flex:1 1 0;min-width:0;width:0;margin:0}' +
  '.gan-earth button[aria-pressed=true]{outline:3px solid #0077bb}</style>';

/** In the page: changes the plan and the critic, and says what they are worth. */
function play(element: PageElement): void {
  interface Drawing extends PageElement {
    getBoundingClientRect(): { left: number; top: number; width: number; height: number };
  }
  type Place = readonly [x: number, y: number];
  const { from, to, distance, last } = JSON.parse(element.dataset['heaps']!) as {
    from: Place[];
    to: Place[];
    distance: number;
    last: number;
  };
  const targets = from.map((_, i) => from.length - 1 - i);
  const values = Array.from({ length: last + 1 }, () => 0);
  /** The value of the critic that is drawn halfway up; its scale. */
  let middle = 0;
  const scale = 0.6;
  const part = (name: string): Drawing => element.querySelector(`[data-part=${name}]`) as Drawing;
  const [planned, drawn] = [part('plan'), part('critic')];
  const ways = [...element.querySelectorAll('[data-way]')];
  const sliders = [...element.querySelectorAll('[data-slope]')];
  const buttons = [...element.querySelectorAll('[data-grain]')];
  const mean = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const say = (what: string, text: string): void => {
    element.querySelector(`[data-say=${what}]`)!.textContent = text;
  };
  const lead = (way: PageElement, [x, y]: Place): void => {
    way.setAttribute('x2', String(x));
    way.setAttribute('y2', String(y));
  };

  const show = (): void => {
    targets.forEach((target, i) => {
      lead(ways[i]!, to[target]!);
      buttons[i]!.querySelector('output')!.textContent = String(to[target]![0]);
    });
    const points = values.map((value, t) => `${t},${(middle - value) * scale}`);
    drawn.querySelector('polyline')!.setAttribute('points', points.join(' '));
    sliders.forEach((slider, t) => {
      slider.value = String(values[t + 1]! - values[t]!);
    });
    const cost = mean(targets.map((target, i) => Math.abs(to[target]![0] - from[i]![0])));
    const score = mean(to.map(([x]) => values[x]!)) - mean(from.map(([x]) => values[x]!));
    say('cost', cost.toFixed(2));
    say('score', score.toFixed(2).replace('-', '−'));
    const [cheapest, best] = [cost - distance < 1e-6, distance - score < 1e-6];
    const either = cheapest ? 'No plan is cheaper.' : best ? 'No critic scores more.' : '';
    say('verdict', cheapest && best ? `They meet: W = ${distance.toFixed(2)}.` : either);
  };
  const centre = (): void => {
    middle = (Math.max(...values) + Math.min(...values)) / 2;
    show();
  };
  const change = (first: number, second: number): void => {
    [targets[first], targets[second]] = [targets[second]!, targets[first]!];
    show();
  };

  /** Where the pointer is, in the drawing's own units. */
  const placeOf = (drawing: Drawing, { clientX, clientY }: PageEvent): Place => {
    const box = drawing.getBoundingClientRect();
    const unit = (last + 1.6) / box.width;
    const top = drawing === planned ? -0.2 : -0.3 * last - 0.2;
    return [-0.8 + (clientX - box.left) * unit, top + (clientY - box.top) * unit];
  };
  const nearest = (places: Place[], [x, y]: Place): number => {
    const distances = places.map((place) => Math.hypot(place[0] - x, place[1] - y));
    return distances.indexOf(Math.min(...distances));
  };

  let held = -1;
  planned.addEventListener('pointerdown', (event) => {
    held = nearest(from, placeOf(planned, event));
  });
  planned.addEventListener('pointermove', (event) => {
    if (held >= 0) lead(ways[held]!, placeOf(planned, event));
  });
  planned.addEventListener('pointerup', (event) => {
    if (held >= 0) change(held, targets.indexOf(nearest(to, placeOf(planned, event))));
    held = -1;
  });
  planned.addEventListener('pointerleave', () => {
    held = -1;
    show();
  });

  /** Puts the critic through a point; neighbours follow so far that no slope is over 1. */
  const draw = (event: PageEvent): void => {
    const [x, y] = placeOf(drawn, event);
    const at = Math.max(0, Math.min(last, Math.round(x)));
    values[at] = middle - Math.max(-last / 2, Math.min(last / 2, y / scale));
    for (const step of [1, -1]) {
      for (let t = at + step; t >= 0 && t <= last; t += step) {
        const beside = values[t - step]!;
        values[t] = Math.max(beside - 1, Math.min(beside + 1, values[t]!));
      }
    }
    show();
  };
  let drawing = false;
  drawn.addEventListener('pointerdown', (event) => {
    drawing = true;
    draw(event);
  });
  drawn.addEventListener('pointermove', (event) => {
    if (drawing) draw(event);
  });
  for (const end of ['pointerup', 'pointerleave']) {
    drawn.addEventListener(end, () => {
      drawing = false;
      centre();
    });
  }

  sliders.forEach((slider, t) => {
    slider.addEventListener('input', () => {
      const more = Number(slider.value) - (values[t + 1]! - values[t]!);
      for (let k = t + 1; k <= last; k++) values[k]! += more;
      centre();
    });
  });

  let pressed = -1;
  buttons.forEach((button, i) => {
    button.addEventListener('click', () => {
      if (pressed >= 0 && pressed !== i) change(pressed, i);
      pressed = pressed >= 0 ? -1 : i;
      buttons.forEach((other, k) => other.setAttribute('aria-pressed', String(k === pressed)));
    });
  });
  show();
}
