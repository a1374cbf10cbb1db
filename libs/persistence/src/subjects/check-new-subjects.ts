/** Whether subjects can be made as given, and what of them is new. */
import type { Vocabulary } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import type { NewFrame, NewSubject } from './new-subject.js';

export interface SubjectPlan {
  readonly subject: NewSubject;
  readonly existingId: string | null;
  /** Of a parent that existed before; null when there is none or it is made too. */
  readonly parentId: string | null;
  /** That it does not have yet, each number once. */
  readonly frames: readonly NewFrame[];
}

interface Existing {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
  readonly frames: readonly { readonly number: number; readonly fileId: string | null }[];
}

/** Problems that are told at most. */
const maxProblems = 100;
const maxFrameNumber = 2 ** 31 - 2;

export async function checkNewSubjects(
  session: Session,
  projectId: string,
  vocabulary: Vocabulary,
  subjects: readonly NewSubject[],
): Promise<{ plans: SubjectPlan[]; problems: Problem[] }> {
  const existing = await readExisting(session, projectId, subjects);
  const files = await readFiles(session, projectId, subjects);
  const seen = new Map<string, NewSubject>();
  const problems: Problem[] = [];
  const plans = subjects.map((subject, index): SubjectPlan => {
    const report = (field: string, code: string, message: string) => {
      if (problems.length >= maxProblems) return;
      problems.push({
        code,
        severity: 'error',
        message,
        place: { parameter: `subjects.${index}.${field}` },
      });
    };
    checkIdentity(subject, vocabulary, seen, existing, report);
    const known = existing.get(subject.name);
    const frames = newFrames(subject, known, files, report);
    seen.set(subject.name, subject);
    return {
      subject,
      existingId: known?.id ?? null,
      parentId: existing.get(subject.parent ?? '')?.id ?? null,
      frames,
    };
  });
  return { plans, problems };
}

type Report = (field: string, code: string, message: string) => void;

function checkIdentity(
  { name, level, parent }: NewSubject,
  { levels }: Vocabulary,
  seen: ReadonlyMap<string, NewSubject>,
  existing: ReadonlyMap<string, Existing>,
  report: Report,
): void {
  // The characters that a range could not name, or that a list of names would be torn at.
  if (!/^[^\s"\\[\],:]{1,200}$/.test(name)) {
    report(
      'name',
      'INVALID_NAME',
      `“${name}” is no name of a subject: 1 to 200 characters without spaces, quotes, brackets, commas and colons.`,
    );
  }
  if (seen.has(name)) report('name', 'DUPLICATE_SUBJECT', `${name} is given twice.`);
  const rank = levels.findIndex((entry) => entry.name === level);
  const pattern = levels[rank]?.idPattern;
  if (rank < 0) {
    const names = levels.map((entry) => entry.name).join(', ');
    report('level', 'UNKNOWN_LEVEL', `There is no level ${level}. This project has ${names}.`);
  } else if (pattern !== undefined && !matches(pattern, name)) {
    report('name', 'INVALID_NAME', `${name} is no name of the level ${level}, which looks like ${pattern}.`);
  }
  const known = existing.get(name);
  if (known !== undefined && (known.level !== level || (parent !== null && known.parent !== parent))) {
    const where = known.parent === null ? 'at the top' : `below ${known.parent}`;
    report('name', 'SUBJECT_EXISTS', `${name} exists already, as ${known.level} ${where}.`);
  }
  if (parent !== null)
    checkParent(name, rank, parent, levels, seen.get(parent) ?? existing.get(parent), report);
}

function checkParent(
  name: string,
  rank: number,
  parent: string,
  levels: Vocabulary['levels'],
  found: { readonly level: string } | undefined,
  report: Report,
): void {
  if (found === undefined) {
    report(
      'parent',
      'UNKNOWN_PARENT',
      `There is no subject ${parent} above ${name}. Give parents before their children.`,
    );
    return;
  }
  const above = levels.findIndex((entry) => entry.name === found.level);
  if (rank >= 0 && above >= rank) {
    report('parent', 'WRONG_LEVEL', `${parent} cannot be above ${name}: it has the level ${found.level}.`);
  }
}

/** A pattern of the vocabulary was checked when it was saved; one that is broken all the same lets everything pass. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return true;
  }
}

function newFrames(
  { name, frames }: NewSubject,
  known: Existing | undefined,
  files: ReadonlySet<string>,
  report: Report,
): NewFrame[] {
  const stored = new Map(known?.frames.map((frame) => [frame.number, frame.fileId]));
  const given = new Set<number>();
  return frames.filter((frame) => {
    const { number, fileId } = frame;
    if (!Number.isInteger(number) || number < 0 || number > maxFrameNumber) {
      report('frames', 'INVALID_FRAME', `Frame numbers of ${name} are whole numbers from 0, not ${number}.`);
    }
    if (given.has(number)) report('frames', 'DUPLICATE_FRAME', `Frame ${number} of ${name} is given twice.`);
    given.add(number);
    if (fileId !== null && !files.has(fileId)) {
      report(
        'frames',
        'UNKNOWN_FILE',
        `There is no file ${fileId} in this project, for frame ${number} of ${name}.`,
      );
    }
    if (!stored.has(number)) return true;
    if (fileId !== null && stored.get(number) !== fileId) {
      report('frames', 'FRAME_EXISTS', `${name} has a frame ${number} already, with another image.`);
    }
    return false;
  });
}

async function readExisting(
  session: Session,
  projectId: string,
  subjects: readonly NewSubject[],
): Promise<ReadonlyMap<string, Existing>> {
  const names = new Set(subjects.flatMap(({ name, parent }) => (parent === null ? [name] : [name, parent])));
  const withFrames = subjects.filter(({ frames }) => frames.length > 0).map(({ name }) => name);
  const rows = await session.query<Existing>(
    `select s.id, s.name, s.level, p.name as parent, coalesce((
         select json_agg(json_build_object('number', f.number, 'fileId', f.file_id::text)) from frame f
         where f.subject_id = s.id and s.name = any($3)), '[]') as frames
     from subject s left join subject p on p.id = s.parent_id
     where s.project_id = $1 and s.removed_by is null and s.name = any($2)`,
    [projectId, [...names], withFrames],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

async function readFiles(
  session: Session,
  projectId: string,
  subjects: readonly NewSubject[],
): Promise<ReadonlySet<string>> {
  const ids = new Set(subjects.flatMap(({ frames }) => frames.flatMap(({ fileId }) => fileId ?? [])));
  if (ids.size === 0) return ids;
  const rows = await session.query<{ id: string }>(
    'select id from file where project_id = $1 and id = any($2)',
    [projectId, [...ids].filter(isId)],
  );
  return new Set(rows.map(({ id }) => id));
}
