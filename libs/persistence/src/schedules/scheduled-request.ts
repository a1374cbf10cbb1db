/** What a schedule asks for at one of its times: the batch as a person would start it, with the files of that moment. */
import { batchOptionsSchema } from '@batchyard/domain';
import type { BatchRequest } from '../batch-start/plan-batch.js';
import { matchInputs } from './match-inputs.js';
import type { LeftOut, ScheduleRecord } from './schedule-record.js';
import type { ShareMeans } from './share-files.js';
import { type JobSheetReader, sheetDesign } from './sheet-jobs.js';
import { readTarget, requireOwner } from './target.js';

export interface RequestMeans extends ShareMeans {
  /** null: sheets cannot be read here. */
  readonly readJobSheet: JobSheetReader | null;
}

export interface ScheduledRequest {
  readonly request: BatchRequest;
  /** Files and rows that cannot be run. */
  readonly leftOut: readonly LeftOut[];
}

/** @throws UserError for everything that keeps the whole time from being run */
export async function scheduledRequest(
  means: RequestMeans,
  schedule: ScheduleRecord,
  dueAt: Date,
): Promise<ScheduledRequest> {
  await requireOwner(means.database, schedule, 'schedule');
  const { designId, inputs, sheet } = schedule;
  const hasTarget = designId !== null || schedule.templateId !== null;
  const target = hasTarget ? await readTarget(means.database, schedule, schedule.name) : null;
  const { spec, leftOut } =
    target === null || sheet !== null
      ? await sheetDesign(means, schedule, sheet ?? noSheet, target)
      : await fileDesign(means, schedule, target.designOf);
  const request = {
    projectId: schedule.projectId,
    designId: inputs === null ? designId : null,
    spec,
    options: batchOptionsSchema.parse({ ...target?.options, ...schedule.options }),
    name: `${schedule.name} ${dueAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    metadata: { schedule: schedule.name, due_at: dueAt.toISOString() },
    validOnly: true,
  };
  return { request, leftOut };
}

/** The table's check keeps this from being needed. */
const noSheet = { share: '', path: '', sheet: null, fields: {} };

async function fileDesign(
  means: RequestMeans,
  schedule: ScheduleRecord,
  designOf: Awaited<ReturnType<typeof readTarget>>['designOf'],
) {
  if (schedule.inputs === null) return { spec: designOf(null), leftOut: [] };
  const { sets, leftOut } = await matchInputs(means, schedule, schedule.inputs);
  return { spec: designOf(sets), leftOut };
}
