/** One thing that the lessons need. */
export interface Check {
  /** What is looked at: `MNIST`. */
  readonly name: string;
  /** What is there, in words, and whether that will do. It may throw: what it throws is then what is wrong. */
  find(): { readonly found: string; readonly good: boolean };
  /** What to do where it will not. */
  readonly otherwise: string;
}

/** What a check found, as a row of a table. */
export interface Finding {
  readonly check: string;
  readonly good: boolean;
  /** What is there; or what is wrong, and what to do. One line. */
  readonly found: string;
}

/** Makes every check, whatever the others find. */
export function examine(checks: readonly Check[]): Finding[] {
  return checks.map((check) => {
    const { found, good } = attempt(check);
    return { check: check.name, good, found: good ? found : `${found}: ${check.otherwise}` };
  });
}

function attempt(check: Check): { found: string; good: boolean } {
  try {
    return check.find();
  } catch (error) {
    return { found: (error as Error).message.replaceAll(/\s*\n\s*/g, ' '), good: false };
  }
}
