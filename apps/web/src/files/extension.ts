/** Whether a file name ends in one of the extensions (with the dot, lower case); none accepts every name. */
export function hasExtension(fileName: string, extensions: readonly string[]): boolean {
  const name = fileName.toLowerCase();
  return extensions.length === 0 || extensions.some((extension) => name.endsWith(extension));
}
