/**
 * What a pipeline says of subjects, stored when its job has succeeded. A pipeline has one statement for each subject, kind
 * and value: those of a rerun replace them. What the vocabulary or the rules do not allow becomes a warning of the job.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  type AssignRequest,
  assign,
  type CurrentAnnotation,
  frameSetOfRuns,
  isEqualSet,
  type NewAnnotation,
  type Vocabulary,
} from '@batchyard/domain';
import type { PipelineAnnotation } from '@batchyard/pipelines';
import { recordChange } from '../changesets/record.js';
import type { Session } from '../database/session.js';
import { type Fence, fenceHolds, fenceParameters } from '../jobs/fence.js';
import { announceSubjects } from '../subjects/announce-subjects.js';
import { countFrames } from '../subjects/count-frames.js';
import { readVocabulary } from '../vocabulary/vocabulary-store.js';
import { type KnownAuthor, knowAuthor } from './annotators.js';
import { portionsOf } from './entry-groups.js';
import { isWithdrawal, subjectsOfAnnotations } from './job-subjects.js';
import { type LoadedSubject, loadSubjects } from './load-subjects.js';
import { type CreatedStatement, endAnnotations, insertAnnotations } from './write-annotations.js';

/** What a job said, and who it is. */
export interface JobAnnotations {
  readonly fence: Fence;
  readonly projectId: string;
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  readonly annotations: readonly PipelineAnnotation[];
}

const system = { userId: null, source: 'system' } as const;
/** Reasons that are told one by one. */
const maxWarnings = 20;

/** @returns warnings for the job: what could not be stored and why. Nothing is stored when the attempt is over. */
export async function storeJobAnnotations(session: Session, job: JobAnnotations): Promise<string[]> {
  if (!(await holdJob(session, job.fence))) return [];
  const { projectId, pipelineName, pipelineVersion } = job;
  await session.query('select id from project where id = $1 for share', [projectId]);
  const { definition: vocabulary } = await readVocabulary(session, projectId);
  const author = await knowAuthor(session, projectId, {
    kind: 'pipeline',
    name: pipelineName,
    version: pipelineVersion,
  });
  const changesetId = await recordChange(session, system, {
    projectId,
    verb: 'store_annotations',
    summary: `${pipelineName} ${pipelineVersion} annotated.`,
  });
  const { groups, warnings } = await subjectsOfAnnotations(
    session,
    { projectId, changesetId, vocabulary },
    job.annotations,
  );
  const store: Store = { session, job, vocabulary, author, changesetId, created: 0, ended: 0 };
  for (const portion of portionsOf(groups)) {
    const indices = new Map(portion.map(({ subjectId, entries }) => [subjectId, entries]));
    warnings.push(...(await storePortion(store, indices)));
  }
  await describe(store);
  return shorten(warnings);
}

interface Store {
  readonly session: Session;
  readonly job: JobAnnotations;
  readonly vocabulary: Vocabulary;
  readonly author: KnownAuthor;
  readonly changesetId: string;
  created: number;
  ended: number;
}

async function holdJob(session: Session, fence: Fence): Promise<boolean> {
  const rows = await session.query(
    `select id from job where ${fenceHolds} for no key update`,
    fenceParameters(fence),
  );
  return rows.length > 0;
}

/** @param entries indices of annotations by subject */
async function storePortion(
  store: Store,
  entries: ReadonlyMap<string, readonly number[]>,
): Promise<string[]> {
  const { session, job, author, changesetId } = store;
  const warnings: string[] = [];
  const ended: string[] = [];
  const created: CreatedStatement[] = [];
  const touched: string[] = [];
  for (const loaded of await loadSubjects(session, [...entries.keys()])) {
    const said = (entries.get(loaded.id) ?? []).map((index) => job.annotations[index] as PipelineAnnotation);
    const change = replaceOwn(store, loaded, said, warnings);
    if (change.ended.length + change.created.length === 0) continue;
    touched.push(loaded.id);
    ended.push(...change.ended);
    created.push(...change.created.map((annotation) => ({ subjectId: loaded.id, annotation })));
  }
  const context = {
    projectId: job.projectId,
    changesetId,
    annotatorId: author.annotatorId,
    result: { jobId: job.fence.jobId, artifactPath: null, artifactSha256: null },
  };
  await endAnnotations(session, changesetId, ended);
  await insertAnnotations(session, context, created);
  await countFrames(session, touched);
  await announceSubjects(session, job.projectId, touched);
  store.created += created.length;
  store.ended += ended.length;
  return warnings;
}

/** What the pipeline said before of the same kinds and values gives way, unless it says the same again. */
function replaceOwn(
  { vocabulary, author }: Store,
  { subject, current }: LoadedSubject,
  said: readonly PipelineAnnotation[],
  warnings: string[],
): { ended: string[]; created: NewAnnotation[] } {
  const terms = new Set(said.map(termOf));
  const isReplaced = (each: CurrentAnnotation) => each.author === author.text && terms.has(termOf(each));
  const others = current.filter((each) => !isReplaced(each));
  const stated = said.filter((annotation) => !isWithdrawal(annotation));
  const judged = assign(subject, vocabulary, others, stated.map(requestOf), { author: author.text });
  const failed = new Set<string>();
  for (const [index, { status, skippedFrames, message }] of judged.outcomes.entries()) {
    const annotation = stated[index] as PipelineAnnotation;
    if (status === 'failed') failed.add(termOf(annotation));
    if (status === 'failed' || skippedFrames > 0)
      warnings.push(`${subject.name}, ${termOf(annotation)}: ${message}`);
  }
  const own = current.filter((each) => isReplaced(each) && !failed.has(termOf(each)));
  const isNew = (made: NewAnnotation) => !own.some((each) => isSame(each, made));
  const isOld = (each: CurrentAnnotation) => !judged.created.some((made) => isSame(each, made));
  return {
    ended: [...judged.ended, ...own.filter(isOld).map(({ id }) => id)],
    created: judged.created.filter(isNew),
  };
}

const termOf = ({ kind, value }: { readonly kind: string; readonly value: string }) => `${kind} ${value}`;

function requestOf({ frames, ...rest }: PipelineAnnotation): AssignRequest {
  const isText = frames === null || typeof frames === 'string';
  return { ...rest, frames: isText ? frames : frameSetOfRuns(frames) };
}

function isSame(old: CurrentAnnotation, made: NewAnnotation): boolean {
  const isSameSet =
    old.frames === null || made.frames === null
      ? old.frames === made.frames
      : isEqualSet(old.frames, made.frames);
  return isSameSet && made.remainderOf === null && isDeepStrictEqual(factsOf(old), factsOf(made));
}

function factsOf({ kind, value, confidence, severity, note, detail }: CurrentAnnotation | NewAnnotation) {
  return { kind, value, confidence, severity, note, detail };
}

/** A job that said nothing new leaves no trace in the journal. */
async function describe({ session, job, changesetId, created, ended }: Store): Promise<void> {
  const [entry] = await session.query('select 1 from changeset_entry where changeset_id = $1 limit 1', [
    changesetId,
  ]);
  if (created + ended === 0 && entry === undefined) {
    await session.query('delete from changeset where id = $1', [changesetId]);
    return;
  }
  const { pipelineName, pipelineVersion, fence } = job;
  const counted = `${created.toLocaleString('en')} ${created === 1 ? 'annotation' : 'annotations'}`;
  await session.query('update changeset set summary = $2, counts = $3 where id = $1', [
    changesetId,
    `${pipelineName} ${pipelineVersion} made ${counted} in job ${fence.jobId}.`,
    JSON.stringify({ created, ended }),
  ]);
}

function shorten(warnings: readonly string[]): string[] {
  if (warnings.length <= maxWarnings) return [...warnings];
  const more = warnings.length - maxWarnings;
  return [
    ...warnings.slice(0, maxWarnings),
    `${more.toLocaleString('en')} more annotations were not stored in full.`,
  ];
}
