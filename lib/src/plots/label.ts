/** A column's name as the text says it: `discriminatorLoss` becomes `discriminator loss`. */
export function label(column: string): string {
  return column.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}
