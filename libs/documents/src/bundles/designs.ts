/** Designs as files that the command reads, with inputs by path instead of the ids of a server. */
import { type ComparisonReport, inputSetsOf, withInputSets } from '@batchyard/domain';
import { stringify } from 'yaml';
import type { BundledDesign } from './bundle.js';
import { checksumLine } from './checksums.js';

export interface DesignFiles {
  /** Path and contents, one at a time. */
  readonly files: AsyncIterable<[string, AsyncIterable<string>]>;
  /** Checksums of the inputs under the paths that designs name; once `files` is read. */
  inputList(): string;
  /** Paths of the designs with the label of their source; once `files` is read. */
  replayed(): { readonly label: string; readonly path: string }[];
}

export function designFiles(
  { facts }: ComparisonReport,
  read: (source: number) => Promise<BundledDesign | null>,
): DesignFiles {
  const inputs = inputPaths();
  const replayed: { label: string; path: string }[] = [];
  async function* files(): AsyncGenerator<[string, AsyncIterable<string>]> {
    for (const [index, { label }] of facts.sources.entries()) {
      const design = await read(index);
      if (design === null) continue;
      const path = `designs/${label}.yaml`;
      replayed.push({ label, path });
      yield [path, designYaml(design, inputs.pathOf)];
    }
  }
  return { files: files(), inputList: inputs.list, replayed: () => replayed };
}

async function* designYaml(
  { spec, files }: BundledDesign,
  pathOf: (file: { readonly name: string; readonly sha256: string }) => string,
): AsyncGenerator<string> {
  const place = (reference: string) => {
    const file = files.get(reference);
    // A design lies in a folder of its own.
    return file === undefined ? reference : `../${pathOf(file)}`;
  };
  const sets = inputSetsOf(spec).map((set) =>
    Object.fromEntries(
      Object.entries(set).map(([name, references]) => [
        name,
        Array.isArray(references) ? references.map(place) : place(references as string),
      ]),
    ),
  );
  yield stringify(withInputSets(spec, sets));
}

/** One path for each content; different contents of one name get the start of their checksum before it. */
function inputPaths() {
  const pathBySha = new Map<string, string>();
  const taken = new Set<string>();
  return {
    pathOf({ name, sha256 }: { readonly name: string; readonly sha256: string }): string {
      const known = pathBySha.get(sha256);
      if (known !== undefined) return known;
      const safe = name.replace(/[/\\\p{Cc}]/gu, '_').replace(/^\.+$/, '_');
      const path = `inputs/${taken.has(safe.toLowerCase()) ? `${sha256.slice(0, 8)}-` : ''}${safe}`;
      taken.add(safe.toLowerCase());
      pathBySha.set(sha256, path);
      return path;
    },
    list: () => [...pathBySha].map(([sha256, path]) => checksumLine({ sha256, path })).join(''),
  };
}
