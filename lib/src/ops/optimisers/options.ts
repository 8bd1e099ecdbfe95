interface Options {
  /** Above 0. */
  readonly positive: Readonly<Record<string, number>>;
  /** From 0, below 1. */
  readonly fraction: Readonly<Record<string, number>>;
}

/** Throws a RangeError that names the first option outside its range. */
export function checkOptions(optimiser: string, { positive, fraction }: Options): void {
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0)) throw new RangeError(`${optimiser}: ${name} must be above 0, not ${value}`);
  }
  for (const [name, value] of Object.entries(fraction)) {
    if (!(value >= 0 && value < 1)) {
      throw new RangeError(`${optimiser}: ${name} must be at least 0 and below 1, not ${value}`);
    }
  }
}
