/** NumericColumns of numbers by name, all of one length; NaN where nothing was measured. */
export type NumericColumns = Readonly<Record<string, ArrayLike<number>>>;

/** Of how many characters a list of names in a message may be. */
const LIST_LIMIT = 120;

/** The names, as a message lists them. */
export function listed(names: readonly string[]): string {
  const text = names.join(', ');
  return text.length > LIST_LIMIT ? `${text.slice(0, LIST_LIMIT)} …` : text;
}

/**
 * The column `name`.
 *
 * @throws RangeError naming the columns there are, if there is none of this name, it is empty, or nothing in it is a
 * finite number.
 */
export function column(columns: NumericColumns, name: string, where: string): ArrayLike<number> {
  const values = columns[name];
  if (!values)
    throw new RangeError(`${where}: there is no column "${name}", only ${listed(Object.keys(columns))}`);
  return requireFinite(values, `column "${name}"`, where);
}

/** `values` as they are; RangeError if they are none, or if none of them is a finite number. */
export function requireFinite(values: ArrayLike<number>, what: string, where: string): ArrayLike<number> {
  if (values.length === 0) throw new RangeError(`${where}: ${what} is empty; there is nothing to draw yet`);
  if (!Array.prototype.some.call(values, Number.isFinite)) {
    throw new RangeError(`${where}: ${what} holds ${values.length} values, but no finite number`);
  }
  return values;
}

/** RangeError unless both hold the same number of values. */
export function requireSameLength(
  a: ArrayLike<unknown>,
  b: ArrayLike<unknown>,
  what: string,
  where: string,
): void {
  if (a.length !== b.length)
    throw new RangeError(`${where}: ${what} must be of one length, not ${a.length} and ${b.length}`);
}
