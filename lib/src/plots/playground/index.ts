import { bundle } from '../show';
import type { PlaygroundData, PlaygroundSettings } from '../../page';
import { escapeXml } from '../../notebook';
import type { Page } from '../chart';
import { programPage } from '../program';
import { arrowInk, diverging, roles } from '../theme';
import { toyWorld, type ToyWorld } from '../toy-world';
import { controls } from './controls';
import { STYLE } from './style';

export type { PlaygroundSettings } from '../../page';

export interface PlaygroundOptions {
  /** What differs from lesson 01's game: `{ game: 'clip', modes: 4 }`. */
  readonly settings?: Partial<PlaygroundSettings>;
  /** What is shown where no script runs; a sentence if left out. */
  readonly still?: ToyWorld;
  readonly title?: string;
  /** False: another page of the notebook brings TensorFlow.js and this library along, 0.5 MB of them. */
  readonly runtime?: boolean;
}

/**
 * A GAN in the plane that learns in the page itself, under the reader's hand: the library's own networks, losses and games, in a
 * worker, without kernel or network. Play, one step, D alone, G alone, slow motion; loss, rates and modes; a guided tour; a
 * situation goes into the page's address, and whoever opens that sees the same training.
 *
 * @example
 * await plots.show(await plots.playground({ still: moment(G, D, square) }));
 */
export async function playground({
  settings = {},
  still,
  title = '',
  runtime = true,
}: PlaygroundOptions = {}): Promise<Page> {
  const colours = {
    real: roles.real,
    generated: roles.generated,
    arrow: arrowInk,
    surface: diverging,
  };
  const data: PlaygroundData = { colours, settings };
  const text =
    `${title ? `${title}: ` : ''}a GAN in the plane that trains in the page, with real and generated points, the ` +
    'discriminator as colours, the generator’s gradient as arrows, and curves of losses and of the Jensen–Shannon divergence.';
  return programPage({
    program: 'playground',
    title,
    text,
    still: still ? await picture(still) : escapeXml(text),
    controls: controls(roles),
    style: STYLE,
    data,
    runtime,
  });
}

async function picture(world: ToyWorld): Promise<string> {
  const chart = toyWorld(world);
  const { 'image/svg+xml': svg } = await bundle(chart);
  const data = Buffer.from(svg as string).toString('base64');
  return `<img alt="${escapeXml(chart.text)}" style="max-width:100%;background:#fff" src="data:image/svg+xml;base64,${data}">`;
}
