/** How many warnings a job has and the first of them, for a line in a list; null where it has none. */
export function warningsText(warnings: readonly string[]): string | null {
  const [first] = warnings;
  if (first === undefined) return null;
  return warnings.length === 1 ? `1 warning: ${first}` : `${warnings.length} warnings, the first: ${first}`;
}
