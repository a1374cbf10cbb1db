/** The list of checksums in a bundle, as `sha256sum` writes and checks it. */

/** Its path in a bundle; it lists every other file. */
export const checksumsPath = 'checksums.sha256';

export interface Checksum {
  /** SHA-256 in hex. */
  readonly sha256: string;
  readonly path: string;
}

export function checksumLine({ sha256, path }: Checksum): string {
  return `${sha256}  ${path}\n`;
}

/** @returns numbers of the lines that are none of such a list as `damaged`, from 1 */
export function readChecksums(text: string): { checksums: Checksum[]; damaged: number[] } {
  const checksums: Checksum[] = [];
  const damaged: number[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    const [, sha256, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sha256 === undefined || path === undefined) damaged.push(index + 1);
    else checksums.push({ sha256, path });
  }
  return { checksums, damaged };
}
