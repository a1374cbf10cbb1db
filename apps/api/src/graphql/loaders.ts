import { defaultVocabulary, emptyJobCounts, NotFound } from '@batchyard/domain';
import type {
  AnnotationRecord,
  Caller,
  Persistence,
  PipelineDefinition,
  PipelineKey,
} from '@batchyard/persistence';
import { batched, byId, grouped, type Loader } from './loader.js';

/** Everything that fields of many objects load, for one caller; see loader.ts. */
export function createLoaders(persistence: Persistence, caller: Caller) {
  const { annotations, changesets, subjects, vocabularies } = persistence;
  const { batchLists, designs, failures, jobDetails, jobLists, jobs, projects, users } = persistence;
  const { schedules, templates, watchedFolders } = persistence;
  return {
    project: required(
      'The project',
      byId((ids) => projects.byIds(caller, ids)),
    ),
    batch: required(
      'The batch',
      byId((ids) => batchLists.byIds(caller, ids)),
    ),
    job: byId((ids) => jobLists.byIds(caller, ids)),
    chunks: grouped(
      (jobIds) => jobLists.chunks(jobIds),
      (chunk) => chunk.chunkOfId ?? '',
    ),
    design: byId((ids) => designs.byIds(caller, ids)),
    template: byId((ids) => templates.byIds(caller, ids)),
    user: byId((ids) => users.byIds(ids)),
    subject: byId((ids) => subjects.byIds(caller, ids)),
    changeset: required(
      'The changeset',
      byId((ids) => changesets.byIds(caller, ids)),
    ),
    annotator: required(
      'The annotator',
      byId((ids) => annotations.annotatorsByIds(ids)),
    ),
    /** Of a project that the caller may see. */
    vocabulary: batched(async (projectIds) => {
      const read = await Promise.all(projectIds.map((id) => vocabularies.read(id)));
      const byProject = new Map(projectIds.map((id, index) => [id, read[index]]));
      return (id) => byProject.get(id) ?? { revision: 0, definition: defaultVocabulary };
    }),
    /** Set by hand, of subjects that the caller may see. */
    landmarks: grouped(
      (ids) => subjects.landmarks(ids),
      (landmark) => landmark.subjectId,
    ),
    annotations: grouped(
      (ids) => annotations.current(ids),
      (annotation) => annotation.subjectId,
    ),
    newerArtifact: newerArtifactLoader(persistence),
    pipelineDefinition: definitionLoader(persistence),

    waiting: batched(async (jobIds) => {
      const waiting = await jobs.waiting(jobIds);
      return (id) => waiting.get(id) ?? null;
    }),

    members: grouped(
      (ids) => projects.members(ids),
      (member) => member.projectId,
    ),
    activity: grouped(
      (ids) => projects.activity(ids),
      (activity) => activity.projectId,
    ),

    counts: batched(async (batchIds) => {
      const counts = await batchLists.counts(batchIds);
      return (id) => counts.get(id) ?? emptyJobCounts();
    }),
    finished: batched(async (batchIds) => {
      const finished = await batchLists.finished(batchIds);
      return (id) => finished.get(id) ?? [];
    }),
    latestOccurrence: batched(async (scheduleIds) => {
      const latest = await schedules.latest(scheduleIds);
      return (id) => latest.get(id) ?? null;
    }),
    watchedFileCounts: batched(async (folderIds) => {
      const counts = await watchedFolders.counts(folderIds);
      return (id) => counts.get(id);
    }),
    runningJobs: grouped(
      (batchIds) => jobLists.running(batchIds),
      (job) => job.batchId,
    ),
    firstFailure: grouped(
      (batchIds) => jobLists.firstFailures(batchIds),
      (job) => job.batchId,
    ),

    failureGroups: grouped(
      (batchIds) => failures.groups(batchIds),
      (group) => group.batchId,
    ),
    lastLogLines: grouped(
      (jobIds) => failures.lastLines(jobIds),
      (line) => line.jobId,
    ),

    metricSteps: grouped(
      (jobIds) => jobDetails.metricSteps(jobIds),
      (row) => row.jobId,
    ),
    metrics: grouped(
      (jobIds) => jobDetails.metrics(jobIds),
      (metric) => metric.jobId,
    ),
    artifacts: grouped(
      (jobIds) => jobDetails.artifacts(jobIds),
      (artifact) => artifact.forJobId,
    ),
    attempts: grouped(
      (jobIds) => jobDetails.attempts(jobIds),
      (attempt) => attempt.jobId,
    ),
    stages: grouped(
      (jobIds) => jobDetails.stages(jobIds),
      (stage) => stage.jobId,
    ),
  };
}
export type Loaders = ReturnType<typeof createLoaders>;

function required<Value>(what: string, load: Loader<string, Value | undefined>): Loader<string, Value> {
  return async (key) => {
    const value = await load(key);
    if (value === undefined) throw new NotFound(what);
    return value;
  };
}

/** Pipelines as they were when a batch used them. */
function definitionLoader({ pipelines }: Persistence): Loader<PipelineKey, PipelineDefinition> {
  const textOf = ({ name, version }: PipelineKey) => `${name}@${version}`;
  const load = required(
    'The pipeline',
    batched(async (texts) => {
      const keys = texts.map((text) => ({
        name: text.slice(0, text.lastIndexOf('@')),
        version: text.slice(text.lastIndexOf('@') + 1),
      }));
      const found = new Map((await pipelines.definitions(keys)).map((entry) => [textOf(entry), entry]));
      return (text): PipelineDefinition | undefined => found.get(text);
    }),
  );
  return (key) => load(textOf(key));
}

/** The artifact that an annotation was made on as it is now, where it has other contents. */
function newerArtifactLoader({ annotations }: Persistence) {
  const load = batched(async (texts) => {
    const found = await annotations.newerArtifacts(texts.map((text) => JSON.parse(text)));
    const byText = new Map(texts.map((text, index) => [text, found[index] ?? null]));
    return (text) => byText.get(text) ?? null;
  });
  return async ({ jobId, artifactPath, artifactSha256 }: AnnotationRecord) => {
    if (jobId === null || artifactPath === null || artifactSha256 === null) return null;
    return load(JSON.stringify({ jobId, path: artifactPath, sha256: artifactSha256 }));
  };
}
