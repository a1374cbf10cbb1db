/** The jobs of a sheet that lies on a share, as it is at one moment. */
import {
  type DesignSpec,
  designSchema,
  type InputReference,
  type ListedJob,
  UserError,
} from '@batchyard/domain';
import type { Pipeline } from '@batchyard/pipelines';
import { offeredPipeline } from '../pipelines/pipeline-catalog.js';
import { matchInputs } from './match-inputs.js';
import { projectFiles } from './project-files.js';
import type { LeftOut, ScheduleRecord, ScheduleSheet } from './schedule-record.js';
import { enterShareFiles, matchShare, readSharePattern, type ShareMeans, shareText } from './share-files.js';
import type { Target } from './target.js';

/** A row that could be read. */
export interface SheetJob {
  readonly row: number;
  readonly job: ListedJob;
}

/** What a sheet says. */
export interface ReadJobSheet {
  readonly jobs: readonly SheetJob[];
  /** Rows that cannot be run, with the place in the sheet. */
  readonly leftOut: readonly LeftOut[];
  /** Name of the sheet in its file. */
  readonly sheet: string;
}

/** Reads rows as jobs of a pipeline. @throws UserError for a file that is no such sheet */
export type JobSheetReader = (request: {
  /** Of the copy that is read. */
  readonly path: string;
  readonly name: string;
  readonly projectId: string;
  readonly sheet: ScheduleSheet;
  readonly pipeline: Pipeline;
  /** Inputs that rows need not name. */
  readonly given: readonly string[];
}) => Promise<ReadJobSheet>;

/** @throws UserError with everything that keeps the whole sheet from being run */
export async function sheetDesign(
  means: ShareMeans & { readonly readJobSheet: JobSheetReader | null },
  schedule: ScheduleRecord,
  sheet: ScheduleSheet,
  target: Target | null,
): Promise<{ readonly spec: DesignSpec; readonly leftOut: readonly LeftOut[] }> {
  const pipelineName = target?.pipeline ?? sheet.pipeline ?? '';
  const pipeline = await offeredPipeline(means.database, pipelineName);
  if (pipeline === undefined || means.readJobSheet === null) {
    throw new UserError('UNKNOWN_PIPELINE', `There is no pipeline ${pipelineName}.`);
  }
  const fixed =
    schedule.inputs === null
      ? { sets: [{}], leftOut: [] }
      : await matchInputs(means, schedule, schedule.inputs);
  const shared: InputReference = { ...target?.shared, ...fixed.sets[0] };
  const file = await enterSheet(means, schedule, sheet);
  const read = await means.readJobSheet({
    path: means.blobs.pathOf(file.sha256),
    name: sheet.path.slice(sheet.path.lastIndexOf('/') + 1),
    projectId: schedule.projectId,
    sheet,
    pipeline,
    given: Object.keys(shared),
  });
  const resolved = await resolveFiles(means, schedule, sheet, read);
  const leftOut = [...fixed.leftOut, ...read.leftOut, ...resolved.leftOut];
  if (resolved.jobs.length === 0) throw nothingToRun(sheet, leftOut);
  const params = target?.designOf(null).params ?? {};
  const jobs = resolved.jobs.map(({ job }) => ({ ...job, inputs: { ...shared, ...job.inputs } }));
  const parsed = designSchema.safeParse({
    name: schedule.name,
    pipeline: pipeline.name,
    kind: 'list',
    params,
    jobs,
  });
  if (parsed.success) return { spec: parsed.data, leftOut };
  throw new UserError(
    'INVALID_SHEET',
    [...new Set(parsed.error.issues.map(({ message }) => message))].slice(0, 3).join(' '),
  );
}

const sourceOf = ({ projectId, createdById, name }: ScheduleRecord) => ({
  projectId,
  actor: { userId: createdById, source: 'schedule' } as const,
  source: `the schedule ${name}`,
});

/** The sheet as it is now becomes a file of the project, so that what was run can be looked up later. */
async function enterSheet(means: ShareMeans, schedule: ScheduleRecord, { share, path }: ScheduleSheet) {
  const where = readSharePattern(shareText(share, path));
  const files = where === null ? [] : await matchShare(means.shares, schedule.projectId, where);
  const [file] =
    where === null || files.length !== 1
      ? []
      : await enterShareFiles(means, sourceOf(schedule), where, files);
  if (file) return file;
  throw file === null
    ? new UserError('SHEET_BUSY', `${shareText(share, path)} was being written to.`)
    : new UserError('SHEET_NOT_FOUND', `There is no sheet ${shareText(share, path)}.`);
}

/** Names of files become ids: first of what lies beside the sheet, then of the project. */
async function resolveFiles(
  means: ShareMeans,
  schedule: ScheduleRecord,
  sheet: ScheduleSheet,
  { jobs, sheet: sheetName }: ReadJobSheet,
): Promise<{ readonly jobs: readonly SheetJob[]; readonly leftOut: readonly LeftOut[] }> {
  const names = new Set(jobs.flatMap(({ job }) => Object.values(job.inputs).flat()));
  const ids = await idsOf(means, schedule, sheet, names);
  const kept: SheetJob[] = [];
  const leftOut: LeftOut[] = [];
  for (const { row, job } of jobs) {
    const missing = Object.values(job.inputs)
      .flat()
      .filter((name) => !ids.has(name));
    if (missing.length > 0) {
      const message = `There is no file ${missing.join(', ')} beside the sheet or in the project.`;
      leftOut.push({ place: `${sheetName}, row ${row}`, message });
      continue;
    }
    const inputs = Object.entries(job.inputs).map(([input, given]) => [
      input,
      typeof given === 'string' ? ids.get(given) : given.map((name) => ids.get(name)),
    ]);
    kept.push({ row, job: { ...job, inputs: Object.fromEntries(inputs) } });
  }
  return { jobs: kept, leftOut };
}

async function idsOf(
  means: ShareMeans,
  schedule: ScheduleRecord,
  { share, path }: ScheduleSheet,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  if (names.size === 0) return new Map();
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const isDeep = [...names].some((name) => name.includes('/'));
  const place = { share, folder };
  const listed = await means.shares.list(schedule.projectId, place, isDeep);
  const beside = listed.filter((file) => names.has(file.path));
  const entered = await enterShareFiles(means, sourceOf(schedule), place, beside);
  const ids = new Map(await projectFiles(means.database, schedule.projectId, [...names]));
  for (const [index, file] of beside.entries()) {
    const id = entered[index]?.id;
    if (id === undefined) ids.delete(file.path);
    else ids.set(file.path, id);
  }
  return ids;
}

const nothingToRun = ({ share, path }: ScheduleSheet, leftOut: readonly LeftOut[]) =>
  new UserError(
    'NO_ROWS',
    leftOut.length === 0
      ? `${shareText(share, path)} has no rows.`
      : `No row of ${shareText(share, path)} can be run. ${leftOut
          .slice(0, 3)
          .map(({ place, message }) => `${place}: ${message}`)
          .join(' ')}`,
  );
