/** What became of the rows of a sheet that a batch was made from. */
import {
  type AddedColumns,
  exportFormats,
  type openDrafts,
  resultsText,
  resultsWorkbook,
  type TextLayout,
} from '@batchyard/documents';
import { UserError } from '@batchyard/domain';
import type { ExportedJob, ImportRecord, ImportRowStatus } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';

type Drafts = Awaited<ReturnType<typeof openDrafts>>;

export interface ResultsFile {
  readonly mediaType: string;
  write(drafts: Drafts): AsyncIterable<Buffer>;
}

/** Rows of which no job was made. */
const leftOut: readonly ImportRowStatus[] = ['error', 'conflict', 'gone', 'unchanged'];

/**
 * The sheet as it came, with columns for state, reason and every metric of the jobs of its rows.
 * @throws UserError NO_RESULTS where no batch was made from it, OTHER_FORMAT where the sheet is no such file
 */
export async function openResults(
  { blobs, exports, imports }: Pick<Persistence, 'blobs' | 'exports' | 'imports'>,
  draft: ImportRecord,
  format: string,
): Promise<ResultsFile> {
  const batchId = (draft.result as { batchId?: string } | null)?.batchId;
  if (batchId === undefined) {
    throw new UserError('NO_RESULTS', `No batch was made from ${draft.fileName}, so it has no results.`);
  }
  const own = draft.file?.format === 'xlsx' ? 'xlsx' : draft.file?.format === 'text' ? 'csv' : null;
  if (own === null || own !== format) {
    const instead = own === null ? 'Export the jobs of the batch instead' : `Ask for results.${own}`;
    throw new UserError('OTHER_FORMAT', `${draft.fileName} cannot come back as ${format}. ${instead}.`);
  }
  const added = await addedColumns({ exports, imports }, draft, batchId);
  const { path, name } = { path: blobs.pathOf(draft.sha256), name: draft.fileName };
  const { sheet = '', decimal = '.' } = draft.settings;
  if (own === 'xlsx') {
    const write = (drafts: Drafts) => resultsWorkbook({ path, name, sheet }, added, drafts);
    return { mediaType: exportFormats.xlsx.mediaType, write };
  }
  const { encoding, delimiter } = draft.file ?? {};
  const layout = {
    ...(encoding != null && { encoding: encoding as TextLayout['encoding'] }),
    ...(delimiter != null && { delimiter: delimiter as TextLayout['delimiter'] }),
  };
  return {
    mediaType: exportFormats.csv.mediaType,
    write: () => resultsText({ path, name, layout, decimal }, added),
  };
}

async function addedColumns(
  { exports, imports }: Pick<Persistence, 'exports' | 'imports'>,
  draft: ImportRecord,
  batchId: string,
): Promise<AddedColumns> {
  const filter = { batchId };
  const { metrics } = await exports.jobColumns(draft.projectId, filter, { by: 'default' });
  // Jobs stand in the order of the rows that they were made of; chunks of a job are no jobs of a row.
  const jobs = exports.jobs(draft.projectId, filter, { by: 'default' })[Symbol.asyncIterator]();
  const rows = new Map<number, (string | number | null)[]>();
  for await (const portion of imports.allRows(draft.id)) {
    for (const { number, status, problems } of portion) {
      if (leftOut.includes(status)) {
        rows.set(number, ['not imported', problems.map(({ message }) => message).join('; ') || null]);
        continue;
      }
      const job = await nextWhole(jobs);
      if (job === null) break;
      rows.set(number, [job.state, reasonOf(job), ...metrics.map(({ name }) => job.metrics[name] ?? null)]);
    }
  }
  const headings = metrics.map(({ title, unit }) => (unit && unit !== '1' ? `${title} (${unit})` : title));
  return { headerRow: draft.settings.headerRow ?? 0, headings: ['State', 'Reason', ...headings], rows };
}

async function nextWhole(jobs: AsyncIterator<ExportedJob>): Promise<ExportedJob | null> {
  for (;;) {
    const next = await jobs.next();
    if (next.done) return null;
    if (next.value.chunkOfId === null) return next.value;
  }
}

function reasonOf({ error, cancelReason, warnings }: ExportedJob): string | null {
  return error?.message ?? cancelReason ?? (warnings.join('; ') || null);
}
