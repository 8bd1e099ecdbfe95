/** What was executed since the kernel started. It answers as IPython's history does, of which this is session 1. */

const SESSION = 1;

interface Entry {
  readonly line: number;
  readonly input: string;
  output: string | null;
}

export interface HistoryRequest {
  readonly hist_access_type?: 'range' | 'tail' | 'search';
  readonly output?: boolean;
  /** 1, or 0 for the current one. */
  readonly session?: number;
  readonly start?: number;
  readonly stop?: number | null;
  readonly n?: number | null;
  readonly pattern?: string;
  readonly unique?: boolean;
}

export type HistoryItem = readonly [
  session: number,
  line: number,
  input: string | readonly [input: string, output: string | null],
];

export class History {
  readonly #entries: Entry[] = [];

  /** @returns what remembers the cell's result, too */
  add(line: number, input: string): (output: string) => void {
    const entry: Entry = { line, input, output: null };
    this.#entries.push(entry);
    return (output) => void (entry.output = output);
  }

  answer(request: HistoryRequest): HistoryItem[] {
    return this.#select(request).map(({ line, input, output }) => [
      SESSION,
      line,
      request.output ? ([input, output] as const) : input,
    ]);
  }

  #select({
    hist_access_type: type,
    session = 0,
    start = 1,
    stop,
    n,
    pattern = '*',
    unique,
  }: HistoryRequest): Entry[] {
    const last = (entries: Entry[]): Entry[] =>
      n === undefined || n === null ? entries : n > 0 ? entries.slice(-n) : [];
    switch (type) {
      case 'range':
        if (session !== 0 && session !== SESSION) return [];
        return this.#entries.filter(({ line }) => line >= start && line < (stop ?? Infinity));
      case 'search': {
        const found = this.#entries.filter(({ input }) => matches(pattern, input));
        const later = (index: number): boolean =>
          found.slice(index + 1).some(({ input }) => input === found[index]?.input);
        return last(unique ? found.filter((_, index) => !later(index)) : found);
      }
      default:
        return last(this.#entries);
    }
  }
}

/** As a shell matches names: `*` is any text, `?` any character. */
function matches(pattern: string, text: string): boolean {
  const expression = Array.from(pattern, (character) =>
    character === '*' ? '.*' : character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&'),
  ).join('');
  return new RegExp(`^${expression}$`, 'su').test(text);
}
