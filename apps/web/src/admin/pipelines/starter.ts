/** A version of a definition as a beginning of the next one. */

/** The version after one: the last number raised. */
export function nextVersion(version: string): string {
  return version.replace(/(\d+)(?=\D*$)/, (number) => String(Number(number) + 1));
}

/** The text of a version as a beginning of the next one. */
export function asNextVersion(yaml: string, version: string): string {
  return yaml.replace(/^(version:\s*["']?)[^"'\s]+/m, (_, head) => `${head}${nextVersion(version)}`);
}
