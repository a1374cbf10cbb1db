import type { InputReference, PlannedFile, PlannedInputs } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';

/** An input set with its files, incomplete where references lead nowhere; equal references share one object. */
export interface ResolvedSet {
  readonly files: PlannedInputs;
  /** Bytes of each of its files. */
  readonly sizes: ReadonlyMap<PlannedFile, number>;
  readonly problems: readonly Problem[];
}

/** Looks up the files that a design names by id, all in one statement. Files of other projects do not exist. */
export async function resolveInputs(
  session: Session,
  projectId: string,
  references: readonly InputReference[],
): Promise<readonly ResolvedSet[]> {
  const files = await readFiles(
    session,
    projectId,
    references.flatMap((set) => Object.values(set).flat()),
  );
  const known = new Map<string, ResolvedSet>();
  return references.map((reference) => {
    const key = JSON.stringify(reference);
    const set = known.get(key) ?? resolveSet(reference, files);
    known.set(key, set);
    return set;
  });
}

interface FileRow extends PlannedFile {
  readonly sizeBytes: number;
}

function resolveSet(references: InputReference, known: ReadonlyMap<string, FileRow>): ResolvedSet {
  const problems: Problem[] = [];
  const sizes = new Map<PlannedFile, number>();
  const find = (input: string, reference: string): PlannedFile[] => {
    const row = known.get(reference);
    if (row === undefined) {
      problems.push(unknownFile(input, reference));
      return [];
    }
    const { sizeBytes, ...file } = row;
    sizes.set(file, sizeBytes);
    return [file];
  };
  const entries = Object.entries(references).map(([input, given]) => [
    input,
    [given].flat().flatMap((reference) => find(input, reference)),
  ]);
  return { files: Object.fromEntries(entries), sizes, problems };
}

async function readFiles(
  session: Session,
  projectId: string,
  references: readonly string[],
): Promise<Map<string, FileRow>> {
  const rows = await session.query<FileRow>(
    `select id as reference, name, sha256, size_bytes::float8 as "sizeBytes" from file
     where project_id = $1 and id = any($2)`,
    [projectId, [...new Set(references)].filter(isId)],
  );
  return new Map(rows.map((file) => [file.reference, file]));
}

function unknownFile(input: string, reference: string): Problem {
  return {
    code: 'UNKNOWN_FILE',
    severity: 'error',
    message: `There is no file ${reference} in this project.`,
    place: { input },
    value: reference,
    expectation: 'the id of a file in this project',
    fix: 'Upload the file, or choose another one.',
  };
}

/**
 * Replaces file names by the ids of the newest files with those names, for designs written by hand.
 * What is no name of a file is left as it is, to be reported when the design is planned.
 */
export async function namesToIds(
  session: Session,
  projectId: string,
  references: readonly InputReference[],
): Promise<InputReference[]> {
  const names = references.flatMap((set) => Object.values(set).flat().map(baseName));
  const rows = await session.query<{ name: string; id: string }>(
    `select distinct on (name) name, id from file where project_id = $1 and name = any($2) order by name, id desc`,
    [projectId, [...new Set(names)]],
  );
  const ids = new Map(rows.map((row) => [row.name, row.id]));
  const idOf = (reference: string) => ids.get(baseName(reference)) ?? reference;
  return references.map((set) =>
    Object.fromEntries(
      Object.entries(set).map(([name, given]) => [
        name,
        Array.isArray(given) ? given.map(idOf) : idOf(given),
      ]),
    ),
  );
}

const baseName = (path: string) => path.split('/').at(-1) ?? path;
