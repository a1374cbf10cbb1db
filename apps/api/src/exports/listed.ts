/** Several names in one cell: with commas between, or as a JSON array where a name has a comma itself. */
export function listed(names: readonly string[]): string {
  return names.some((name) => name.includes(',')) ? JSON.stringify(names) : names.join(',');
}
