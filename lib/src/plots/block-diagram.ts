import type { Picture } from './chart';
import { escapeXml } from '../notebook';
import { arrowInk, inkAnywhere, onPaper, roles } from './theme';

/** A box of a diagram. */
export interface Block {
  /** Up to two lines, separated by `\n`. */
  readonly text: string;
  /** Column and row, from the upper left; halves lie between. */
  readonly at: readonly [column: number, row: number];
  /** Which side it is on; decides its colour. */
  readonly role?: 'real' | 'generated';
}

export interface BlockDiagramOptions {
  /** What flows from box to box: `z → G`, by the names of the boxes. */
  readonly flows: readonly string[];
  /** Where gradients go, and what they are: dashed, led around below. */
  readonly gradients?: Readonly<Record<string, string>>;
  readonly title?: string;
}

/** Sizes in pixels. */
const CELL = { width: 168, height: 96 };
const BOX = { width: 128, height: 58 };
const MARGIN = 16;
const TITLE = 34;
/** Between two gradients that are led below. */
const LEVEL = 30;

/**
 * Who makes what and who sees it: boxes on a grid, arrows for what flows between them, dashed arrows for gradients.
 *
 * @param blocks by name.
 * @throws RangeError if an arrow is not written `from → to`, or names a box that there is not.
 *
 * @example
 * blockDiagram({ G: { text: 'generator', at: [0, 0] }, D: { text: 'discriminator', at: [1, 0] } }, { flows: ['G → D'] });
 */
export function blockDiagram(
  blocks: Readonly<Record<string, Block>>,
  { flows, gradients = {}, title }: BlockDiagramOptions,
): Picture {
  const all = Object.values(blocks);
  const top = MARGIN + (title ? TITLE : 0);
  const centre = (name: string): Place => {
    const block = blocks[name];
    if (!block)
      throw new RangeError(`blockDiagram: there is no box "${name}", only ${Object.keys(blocks).join(', ')}`);
    const [column, row] = block.at;
    return { x: MARGIN + BOX.width / 2 + column * CELL.width, y: top + BOX.height / 2 + row * CELL.height };
  };
  const right = Math.max(...all.map(({ at }) => at[0])) * CELL.width + BOX.width + 2 * MARGIN;
  const bottom = top + Math.max(...all.map(({ at }) => at[1])) * CELL.height + BOX.height;
  const ends = (arrow: string) => arrow.split(' → ').map(centre) as [Place, Place];
  const levels = Object.entries(gradients);
  const body = [
    title && text(title, { x: MARGIN, y: MARGIN + 16 }, 'font-size="17" font-weight="bold"'),
    ...flows.map((arrow) => straight(...ends(arrow))),
    ...levels.map(([arrow, label], i) => around(...ends(arrow), bottom + LEVEL * (i + 1), 12 * i, label)),
    ...Object.keys(blocks).map((name) => box(blocks[name]!, centre(name))),
  ];
  return {
    kind: 'picture',
    width: right,
    height: bottom + LEVEL * levels.length + MARGIN,
    body: body.filter(Boolean).join(''),
    text: `${title ? `${title}: ` : ''}${all.length} boxes, ${flows.join(', ')}; gradients ${Object.keys(gradients).join(', ') || 'none'}.`,
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function box({ text: content, role }: Block, { x, y }: Place): string {
  const colour = role ? roles[role] : inkAnywhere;
  const lines = content.split('\n');
  const frame =
    `<rect x="${x - BOX.width / 2}" y="${y - BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="8" ` +
    `fill="${onPaper.paper}" stroke="${colour}" stroke-width="3"/>`;
  const written = lines.map((line, i) =>
    text(
      line,
      { x, y: y + 5 + 18 * (i - (lines.length - 1) / 2) },
      `text-anchor="middle" ${i === 0 ? 'font-weight="bold"' : ''}`,
      arrowInk,
    ),
  );
  return frame + written.join('');
}

/** From the edge of one box to that of another. */
function straight(from: Place, to: Place): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const reach = Math.min(BOX.width / 2 / Math.abs(dx), BOX.height / 2 / Math.abs(dy));
  const [start, end] = [reach, 1 - reach].map((t) => ({ x: from.x + t * dx, y: from.y + t * dy })) as [
    Place,
    Place,
  ];
  return (
    `<path d="M${start.x} ${start.y}L${end.x} ${end.y}" stroke="${inkAnywhere}" stroke-width="2.5" fill="none"/>` +
    head(end, (Math.atan2(dy, dx) * 180) / Math.PI, inkAnywhere)
  );
}

/** Down from a box, below all of them, and up to another. */
function around(from: Place, to: Place, level: number, shift: number, label: string): string {
  const [out, back] = [from.x + shift, to.x - shift];
  const colour = roles.reference;
  const end = { x: back, y: to.y + BOX.height / 2 };
  return (
    `<path d="M${out} ${from.y + BOX.height / 2}V${level}H${back}V${end.y}" stroke="${colour}" stroke-width="2.5" ` +
    `stroke-dasharray="6 4" fill="none"/>` +
    head(end, -90, colour) +
    text(label, { x: (out + back) / 2, y: level - 7 }, 'text-anchor="middle"', colour)
  );
}

/** The head of an arrow whose tip is here. */
const head = ({ x, y }: Place, degrees: number, colour: string): string =>
  `<path d="M0 0L-11 -6L-11 6Z" transform="translate(${x} ${y}) rotate(${degrees})" fill="${colour}"/>`;

function text(content: string, { x, y }: Place, attributes: string, colour = 'currentColor'): string {
  const size = attributes.includes('font-size') ? '' : ' font-size="14"';
  return `<text x="${x}" y="${y}" fill="${colour}"${size} ${attributes}>${escapeXml(content)}</text>`;
}
