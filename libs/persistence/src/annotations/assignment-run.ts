/** One bulk assignment while its transaction is open: portions of subjects are judged by the rules and written. */
import { type AssignOutcome, assign, countOf, UserError, type Vocabulary } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { announceSubjects } from '../subjects/announce-subjects.js';
import { countFrames } from '../subjects/count-frames.js';
import { readVocabulary } from '../vocabulary/vocabulary-store.js';
import { authorOf, type KnownAuthor, knowAuthor } from './annotators.js';
import type { AssignmentRules, EntryOutcome, OutcomeCounts } from './assignment.js';
import { type EntryGroup, failedEntry } from './entry-groups.js';
import { loadSubjects } from './load-subjects.js';
import {
  type AnnotatedResult,
  type CreatedStatement,
  endAnnotations,
  insertAnnotations,
} from './write-annotations.js';

/** What all portions have in common. */
export interface Run {
  readonly session: Session;
  readonly projectId: string;
  readonly assignments: AssignmentRules;
  readonly vocabulary: Vocabulary;
  readonly author: KnownAuthor;
  readonly result: AnnotatedResult | null;
  /** Made with the first write. */
  changesetId: string | null;
  begin(): Promise<string>;
}

/** What the change of an assignment is called. */
export const assignVerbOf = ({ source }: Actor) =>
  source === 'import' ? 'import_annotations' : 'assign_annotations';

/** @throws UserError UNKNOWN_RESULT */
export async function beginRun(
  session: Session,
  actor: Actor,
  projectId: string,
  assignments: AssignmentRules,
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
        verb: assignVerbOf(actor),
        summary: 'Annotated.',
      });
      return run.changesetId;
    },
  };
  return run;
}

/** Judges and writes what is asked of these subjects. @returns what became of their entries */
export async function assignPortion(run: Run, portion: readonly EntryGroup[]): Promise<EntryOutcome[]> {
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
  const { status, isRemoval, frames, skippedFrames, message, code } = outcome;
  return { index, status, isRemoval, frames, skippedFrames, message, code };
}

/**
 * Says in the journal what became of the entries.
 * @param left entries that were not reached so far
 */
export async function describeChange(
  session: Session,
  changesetId: string,
  counts: OutcomeCounts,
  left = 0,
): Promise<void> {
  const { removed, ...others } = counts;
  await session.query('update changeset set summary = $2, counts = $3 where id = $1', [
    changesetId,
    `${workText(counts)}${left === 0 ? '' : `; ${countOf(left, 'entry', 'entries')} not done`}.`,
    JSON.stringify(removed === 0 ? others : counts),
  ]);
}

/** `Made 3 annotations and removed 1 on 20 frames`. */
function workText({ assigned, removed, frames }: OutcomeCounts): string {
  const made = assigned - removed;
  const work =
    removed === 0
      ? `Made ${countOf(made, 'annotation')}`
      : made === 0
        ? `Removed ${countOf(removed, 'annotation')}`
        : `Made ${countOf(made, 'annotation')} and removed ${removed.toLocaleString('en')}`;
  return frames === 0 ? work : `${work} on ${countOf(frames, 'frame')}`;
}

async function findResult(
  session: Session,
  projectId: string,
  { jobId, artifactSha256 }: NonNullable<AssignmentRules['result']>,
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
