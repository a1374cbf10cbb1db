/** The subjects that a job spoke of: known ones, and new ones whose names can be read. */
import { parseSubjectId, type Vocabulary } from '@batchyard/domain';
import type { PipelineAnnotation } from '@batchyard/pipelines';
import { recordEntries } from '../changesets/record.js';
import type { Session } from '../database/session.js';
import { insertFrames, insertSubjects } from '../subjects/insert-subjects.js';
import { frameName, type NewSubject } from '../subjects/new-subject.js';
import type { EntryGroup } from './entry-groups.js';

interface Place {
  readonly projectId: string;
  readonly changesetId: string;
  readonly vocabulary: Vocabulary;
}

interface KnownSubject {
  readonly id: string;
  readonly name: string;
  readonly frameCount: number;
}

/** Frames that one unknown subject may get. */
const maxNewFrames = 100_000;

/** Whether the pipeline says that it looked and found nothing, which ends what it said before. */
export function isWithdrawal({ frames }: PipelineAnnotation): boolean {
  return Array.isArray(frames) && frames.length === 0;
}

/** @returns groups in the order of subject ids, whose entries are indices of annotations, and what was left out */
export async function subjectsOfAnnotations(
  session: Session,
  place: Place,
  annotations: readonly PipelineAnnotation[],
): Promise<{ groups: EntryGroup[]; warnings: string[] }> {
  const byName = new Map<string, number[]>();
  for (const [index, { subject }] of annotations.entries())
    byName.set(subject, [...(byName.get(subject) ?? []), index]);
  const known = new Map((await readKnown(session, place, [...byName.keys()])).map((row) => [row.name, row]));
  const warnings: string[] = [];
  const made: NewSubject[] = [];
  for (const [name, indices] of byName) {
    if (known.has(name)) continue;
    const said = indices.map((index) => annotations[index] as PipelineAnnotation);
    if (said.every(isWithdrawal)) continue;
    const chain = subjectsAbove(name, place.vocabulary, framesOf(said));
    if (chain === null)
      warnings.push(`${name} is no subject of this project: ${said.length} annotations were left out.`);
    else made.push(...chain);
  }
  await makeSubjects(session, place, made);
  const all = made.length === 0 ? [...known.values()] : await readKnown(session, place, [...byName.keys()]);
  const groups = all.map(({ id, name, frameCount }) => ({
    subjectId: id,
    name,
    frameCount,
    entries: byName.get(name) ?? [],
    requests: [],
  }));
  return { groups, warnings };
}

function readKnown(
  session: Session,
  { projectId }: Place,
  names: readonly string[],
): Promise<KnownSubject[]> {
  return session.query<KnownSubject>(
    `select id, name, frame_count as "frameCount" from subject
     where project_id = $1 and removed_by is null and name = any($2) order by id`,
    [projectId, names],
  );
}

/** Frames that are named by number; positions mean nothing where no frames are known. */
function framesOf(said: readonly PipelineAnnotation[]): number[] {
  const numbers = new Set<number>();
  for (const { frames } of said) {
    if (frames === null || typeof frames === 'string') continue;
    for (const { first, last } of frames)
      for (let number = first; number <= last && numbers.size < maxNewFrames; number++) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

/** The subject and all above it, top first; null where its name tells nothing or the levels are others. */
function subjectsAbove(
  name: string,
  { levels }: Vocabulary,
  numbers: readonly number[],
): NewSubject[] | null {
  const id = (['experiment', 'video', 'embryo'] as const)
    .map((kind) => parseSubjectId(name, kind))
    .findLast((parsed) => parsed !== null);
  if (id === undefined || id === null) return null;
  const names = { experiment: id.experiment, video: id.video, embryo: id.embryo };
  const chain: NewSubject[] = [];
  for (const level of ['experiment', 'video', 'embryo'] as const) {
    const own = names[level];
    if (own === null) break;
    if (!levels.some((entry) => entry.name === level)) return null;
    const parent = chain.at(-1)?.name ?? null;
    const frames = own === name ? numbers.map((number) => ({ number, name: null, fileId: null })) : [];
    chain.push({ name: own, level, parent, metadata: {}, frames });
  }
  return chain.at(-1)?.name === name ? chain : null;
}

async function makeSubjects(session: Session, place: Place, chains: readonly NewSubject[]): Promise<void> {
  if (chains.length === 0) return;
  const { projectId, changesetId } = place;
  const byName = new Map<string, NewSubject>();
  for (const subject of chains)
    if ((byName.get(subject.name)?.frames.length ?? -1) < subject.frames.length)
      byName.set(subject.name, subject);
  const known = new Map(
    (await readKnown(session, place, [...byName.keys()])).map((row) => [row.name, row.id]),
  );
  const plans = [...byName.values()]
    .filter(({ name }) => !known.has(name))
    .map((subject) => ({
      subject,
      existingId: null,
      parentId: known.get(subject.parent ?? '') ?? null,
      frames: subject.frames,
    }));
  const ids = await insertSubjects(session, projectId, changesetId, plans);
  await insertFrames(
    session,
    plans.map(({ subject }) => ({
      subjectId: ids.get(subject.name) as string,
      frames: subject.frames.map((frame) => ({
        number: frame.number,
        name: frameName(subject.name, frame),
        fileId: null,
        artifactId: null,
      })),
    })),
  );
  await recordEntries(
    session,
    changesetId,
    plans.map(({ subject }) => ({
      entity: 'subject',
      entityId: ids.get(subject.name) as string,
      before: null,
      after: { name: subject.name },
    })),
  );
}
