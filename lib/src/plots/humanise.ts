/** Names that a column's own spelling does not give away. */
const NAMES: Readonly<Record<string, string>> = { frechet: 'Fréchet distance' };

/** A column's name as the text says it: `discriminatorLoss` becomes `discriminator loss`. */
export function humanise(column: string): string {
  return (
    NAMES[column] ??
    column.replace(
      /([a-z])([A-Z])/g,
      (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
    )
  );
}
