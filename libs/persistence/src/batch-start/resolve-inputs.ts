import type { DesignSpec, PlannedFile, PlannedInputs } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';

type InputReference = DesignSpec['inputs'][number];

/** Input sets with their files, or what is wrong with the references. */
export interface ResolvedInputs {
  /** One for each entry of the design's inputs; incomplete where there are problems. */
  readonly inputs: readonly PlannedInputs[];
  readonly problems: readonly Problem[];
}

/** Looks up the files that a design names by id, all in one statement. Files of other projects do not exist. */
export async function resolveInputs(
  session: Session,
  projectId: string,
  references: readonly InputReference[],
): Promise<ResolvedInputs> {
  const files = await readFiles(
    session,
    projectId,
    references.flatMap((set) => Object.values(set).flat()),
  );
  const problems: Problem[] = [];
  const inputs = references.map((set) =>
    Object.fromEntries(
      Object.entries(set).map(([name, given]) => [
        name,
        [given].flat().flatMap((reference) => {
          const file = files.get(reference);
          if (file === undefined) problems.push(unknownFile(name, reference));
          return file ?? [];
        }),
      ]),
    ),
  );
  return { inputs, problems };
}

async function readFiles(
  session: Session,
  projectId: string,
  references: readonly string[],
): Promise<Map<string, PlannedFile>> {
  const rows = await session.query<PlannedFile>(
    'select id as reference, name, sha256 from file where project_id = $1 and id = any($2)',
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
