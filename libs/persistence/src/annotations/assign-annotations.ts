/**
 * Bulk assignment as one changeset: entries are grouped by subject, subjects are locked, judged by the rules and written
 * a portion at a time, in the order of ids, all in one transaction. Two who assign at once lose nothing: the second
 * waits for each subject and judges what the first left.
 */
import { type AssignOutcome, assign, UserError, type Vocabulary } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { announceSubjects } from '../subjects/announce-subjects.js';
import { countFrames } from '../subjects/count-frames.js';
import { readVocabulary } from '../vocabulary/vocabulary-store.js';
import { authorOf, type KnownAuthor, knowAuthor } from './annotators.js';
import type { AssignmentResult, Assignments, EntryOutcome } from './assignment.js';
import {
  type EntryGroup,
  entriesByName,
  failedEntry,
  groupEntries,
  type NamedEntries,
  portionsOf,
} from './entry-groups.js';
import { loadSubjects } from './load-subjects.js';
import { endReplaced, lockReplaced } from './replaced.js';
import {
  type AnnotatedResult,
  type CreatedStatement,
  endAnnotations,
  insertAnnotations,
} from './write-annotations.js';

export type { AssignmentEntry, AssignmentResult, Assignments, EntryOutcome } from './assignment.js';

/** Takes back all that was written, for a plan and where not all entries are valid; carries what was found out. */
class NotWritten extends Error {
  constructor(readonly outcomes: readonly EntryOutcome[]) {
    super('Nothing is to be written.');
  }
}

/** @param onProgress is told the entries done so far, from 0 again when the transaction has to begin anew */
export async function assignAnnotations(
  database: Database,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  onProgress: (done: number) => void = () => undefined,
): Promise<AssignmentResult> {
  const startMs = performance.now();
  const counts = await countAssignments(database, actor, projectId, assignments, onProgress);
  return { ...counts, elapsedS: (performance.now() - startMs) / 1000 };
}

type Counts = Omit<AssignmentResult, 'elapsedS'>;

async function countAssignments(
  database: Database,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  onProgress: (done: number) => void,
): Promise<Counts> {
  // Outside the transaction, which must not wait for the grouping of a million entries.
  const named = entriesByName(assignments.entries);
  try {
    return await database.transaction((session) =>
      runAssignments(session, actor, projectId, assignments, named, onProgress),
    );
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error;
    return summed(null, error.outcomes);
  }
}

async function runAssignments(
  session: Session,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
  named: NamedEntries,
  onProgress: (done: number) => void,
): Promise<Counts> {
  const run = await beginRun(session, actor, projectId, assignments);
  const { groups, outcomes } = await groupEntries(session, projectId, named);
  const own = groups.map(({ subjectId }) => subjectId);
  const replaced = await lockReplaced(session, projectId, assignments, own);
  await endReplaced(session, projectId, replaced, run.begin);
  let done = assignments.entries.length - groups.reduce((sum, { entries }) => sum + entries.length, 0);
  onProgress(done);
  for (const portion of portionsOf(groups)) {
    outcomes.push(...(await assignPortion(run, portion)));
    done += portion.reduce((sum, { entries }) => sum + entries.length, 0);
    onProgress(done);
  }
  outcomes.sort((a, b) => a.index - b.index);
  const result = summed(run.changesetId, outcomes);
  const isRefused = result.failed > 0 && assignments.mode === 'all_or_nothing';
  if (isRefused || assignments.isPlan) throw new NotWritten(outcomes);
  if (run.changesetId !== null) await describeChange(session, run.changesetId, result);
  return result;
}

interface Run {
  readonly session: Session;
  readonly projectId: string;
  readonly assignments: Assignments;
  readonly vocabulary: Vocabulary;
  readonly author: KnownAuthor;
  readonly result: AnnotatedResult | null;
  /** Made with the first write. */
  changesetId: string | null;
  begin(): Promise<string>;
}

async function beginRun(
  session: Session,
  actor: Actor,
  projectId: string,
  assignments: Assignments,
): Promise<Run> {
  // Whoever changes the vocabulary waits until what was judged by the old one is written.
  await session.query('select id from project where id = $1 for share', [projectId]);
  const { definition: vocabulary } = await readVocabulary(session, projectId);
  const author = await knowAuthor(session, projectId, authorOf(actor));
  const result =
    assignments.result === null ? null : await findResult(session, projectId, assignments.result);
  const run: Run = {
    session,
    projectId,
    assignments,
    vocabulary,
    author,
    result,
    changesetId: null,
    async begin() {
      run.changesetId ??= await recordChange(session, actor, {
        projectId,
        verb: actor.source === 'import' ? 'import_annotations' : 'assign_annotations',
        summary: 'Annotated.',
      });
      return run.changesetId;
    },
  };
  return run;
}

async function assignPortion(run: Run, portion: readonly EntryGroup[]): Promise<EntryOutcome[]> {
  const { session, assignments, author } = run;
  const ended: string[] = [];
  const created: CreatedStatement[] = [];
  const touched: string[] = [];
  const outcomes: EntryOutcome[] = [];
  const groups = new Map(portion.map((group) => [group.subjectId, group]));
  const { overwrite, overwriteTerminal, skipEmptyRanges } = assignments;
  const emptyRanges = skipEmptyRanges ? 'skip' : 'fail';
  for (const { id, subject, current } of await loadSubjects(session, [...groups.keys()])) {
    const { entries, requests } = groups.get(id) as EntryGroup;
    groups.delete(id);
    const options = { author: author.text, overwrite, overwriteTerminal, emptyRanges } as const;
    const judged = assign(subject, run.vocabulary, current, requests, options);
    outcomes.push(...judged.outcomes.map((outcome, i) => entryOutcome(entries[i] as number, outcome)));
    if (judged.ended.length + judged.created.length === 0) continue;
    touched.push(id);
    ended.push(...judged.ended);
    created.push(...judged.created.map((annotation) => ({ subjectId: id, annotation })));
  }
  // Somebody removed these between the look at their names and the lock.
  for (const { entries, name } of groups.values())
    outcomes.push(
      ...entries.map((index) => failedEntry(index, 'UNKNOWN_SUBJECT', `There is no subject ${name}.`)),
    );
  if (touched.length > 0 && !assignments.isPlan) await writePortion(run, touched, ended, created);
  return outcomes;
}

async function writePortion(
  run: Run,
  touched: readonly string[],
  ended: readonly string[],
  created: readonly CreatedStatement[],
): Promise<void> {
  const { session, projectId, author, result } = run;
  const changesetId = await run.begin();
  await endAnnotations(session, changesetId, ended);
  await insertAnnotations(
    session,
    { projectId, changesetId, annotatorId: author.annotatorId, result },
    created,
  );
  await countFrames(session, touched);
  await announceSubjects(session, projectId, touched);
}

function entryOutcome(index: number, outcome: AssignOutcome): EntryOutcome {
  const { status, frames, skippedFrames, message, code } = outcome;
  return { index, status, frames, skippedFrames, message, code };
}

function summed(changesetId: string | null, outcomes: readonly EntryOutcome[]): Counts {
  const count = (status: EntryOutcome['status']) =>
    outcomes.filter((outcome) => outcome.status === status).length;
  return {
    changesetId,
    outcomes,
    assigned: count('assigned'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
}

async function describeChange(
  session: Session,
  changesetId: string,
  { assigned, skipped, failed, outcomes }: Counts,
): Promise<void> {
  const frames = outcomes.reduce((sum, outcome) => sum + outcome.frames, 0);
  const what = `${assigned.toLocaleString('en')} ${assigned === 1 ? 'annotation' : 'annotations'}`;
  const where = frames === 0 ? '' : ` on ${frames.toLocaleString('en')} ${frames === 1 ? 'frame' : 'frames'}`;
  await session.query('update changeset set summary = $2, counts = $3 where id = $1', [
    changesetId,
    `Made ${what}${where}.`,
    JSON.stringify({ assigned, skipped, failed, frames }),
  ]);
}

async function findResult(
  session: Session,
  projectId: string,
  { jobId, artifactSha256 }: NonNullable<Assignments['result']>,
): Promise<AnnotatedResult> {
  const [found] = await session.query<AnnotatedResult>(
    `select j.id as "jobId", a.path as "artifactPath", a.sha256 as "artifactSha256" from job j
     left join lateral (
       select path, sha256 from artifact where job_id = coalesce(j.reused_from, j.id) and sha256 = $3 order by path limit 1
     ) a on true
     where j.project_id = $1 and j.id = any($2) and ($3::text is null or a.path is not null)`,
    [projectId, [jobId].filter(isId), artifactSha256],
  );
  if (found !== undefined) return found;
  throw new UserError(
    'UNKNOWN_RESULT',
    artifactSha256 === null
      ? `There is no job ${jobId} in this project.`
      : `The job ${jobId} of this project has no artifact with the SHA-256 ${artifactSha256}. It may have been computed anew: look at it again.`,
    { parameter: artifactSha256 === null ? 'jobId' : 'artifactSha256' },
  );
}
