/** Entries of a bulk assignment by subject, and the subjects in portions. */
import type { AssignRequest, JsonObject } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { AssignmentEntry, Assignments, EntryOutcome } from './assignment.js';

/** All that is asked of one subject, in the order given. */
export interface EntryGroup {
  readonly subjectId: string;
  readonly name: string;
  readonly frameCount: number;
  /** Indices of the entries. */
  readonly entries: readonly number[];
  /** One for each of them. */
  readonly requests: readonly AssignRequest[];
}

/**
 * What one portion may hold: subjects, and frames and entries of them. While it is judged the transaction idles, which
 * the database allows for some seconds only, however busy the machine is.
 */
const maxSubjects = 100;
const maxWork = 20_000;

interface NamedGroup {
  readonly entries: number[];
  readonly requests: AssignRequest[];
}

/** Entries by the name of their subject, before anything is read. */
export interface NamedEntries {
  readonly byName: ReadonlyMap<string, NamedGroup>;
  /** Of entries that cannot be read. */
  readonly outcomes: readonly EntryOutcome[];
}

export function entriesByName(entries: Assignments['entries']): NamedEntries {
  const outcomes: EntryOutcome[] = [];
  const byName = new Map<string, NamedGroup>();
  for (const [index, entry] of entries.entries()) {
    if ('unreadable' in entry) outcomes.push(failedEntry(index, 'INVALID_REQUEST', entry.unreadable));
    else if (!isObject(entry.detail ?? {}))
      outcomes.push(failedEntry(index, 'INVALID_DETAIL', 'The detail of an annotation is an object.'));
    else {
      const group = byName.get(entry.subject) ?? { entries: [], requests: [] };
      group.entries.push(index);
      group.requests.push(requestOf(entry));
      byName.set(entry.subject, group);
    }
  }
  return { byName, outcomes };
}

/** @returns groups in the order of subject ids, and the outcomes of entries that belong to none */
export async function groupEntries(
  session: Session,
  projectId: string,
  { byName, outcomes }: NamedEntries,
): Promise<{ groups: EntryGroup[]; outcomes: EntryOutcome[] }> {
  const found = await session.query<{ id: string; name: string; frameCount: number }>(
    `select id, name, frame_count as "frameCount" from subject
     where project_id = $1 and removed_by is null and name = any($2) order by id`,
    [projectId, [...byName.keys()]],
  );
  const groups = found.map(({ id, name, frameCount }) => {
    const group = byName.get(name) as NamedGroup;
    return { subjectId: id, name, frameCount, ...group };
  });
  const known = new Set(found.map(({ name }) => name));
  const unknown = [...byName].flatMap(([name, group]) => {
    const message = `There is no subject “${name}” in this project.`;
    return known.has(name)
      ? []
      : group.entries.map((index) => failedEntry(index, 'UNKNOWN_SUBJECT', message));
  });
  return { groups, outcomes: [...outcomes, ...unknown] };
}

/** Groups that are loaded and written together. */
export function* portionsOf(groups: readonly EntryGroup[]): Generator<EntryGroup[]> {
  let portion: EntryGroup[] = [];
  let work = 0;
  for (const group of groups) {
    const more = group.frameCount + group.entries.length;
    if (portion.length > 0 && (portion.length >= maxSubjects || work + more > maxWork)) {
      yield portion;
      portion = [];
      work = 0;
    }
    portion.push(group);
    work += more;
  }
  if (portion.length > 0) yield portion;
}

export function failedEntry(index: number, code: string, message: string): EntryOutcome {
  return { index, status: 'failed', isRemoval: false, frames: 0, skippedFrames: 0, message, code };
}

function requestOf(entry: AssignmentEntry): AssignRequest {
  return {
    kind: entry.kind,
    value: entry.value,
    frames: entry.frames ?? null,
    remove: entry.remove ?? false,
    confidence: entry.confidence ?? null,
    severity: entry.severity ?? null,
    note: entry.note ?? null,
    detail: (entry.detail ?? {}) as JsonObject,
  };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
