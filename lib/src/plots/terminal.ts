import { inNotebook } from '../notebook';

/** Something that is drawn over and over. */
export interface Screen {
  /** Milliseconds between two drawings, at least. */
  readonly pause: number;
  draw(text: string, html: () => string): void;
  /** Nothing more will be drawn. */
  end(): void;
}

/** Milliseconds between two lines that cannot be rewritten. */
const LINE_PAUSE = 10_000;

/** The terminal or file that we write to; nothing in a notebook's kernel. */
export function terminal(stream: NodeJS.WriteStream = process.stdout): Screen | undefined {
  if (inNotebook()) return undefined;
  if (!stream.isTTY) {
    return { pause: LINE_PAUSE, draw: (text) => stream.write(`${text}\n`), end: () => undefined };
  }
  return {
    pause: 0,
    draw: (text) => stream.write(`\r\u001b[2K${text.slice(0, stream.columns - 1)}`),
    end: () => stream.write('\n'),
  };
}
