import { type BundleContents, bundleEntries, openDrafts, type ZipEntry } from '@batchyard/documents';
import type { Persistence } from '../persistence.module.js';
import type { OpenReport } from './open-report.js';

/** Logs in one bundle; how many more failed jobs there are stands in the report. */
const maxLogs = 1_000;
const linesAtOnce = 500;

type JobDetails = Pick<Persistence, 'jobDetails'>;

/** The entries of a bundle; its temporary files are removed at the end. */
export async function* bundleOf(
  persistence: JobDetails,
  { opened, report }: OpenReport,
): AsyncGenerator<ZipEntry> {
  const contents: BundleContents = {
    report,
    jobs: opened.jobs,
    design: opened.design,
    logs: logsOf(persistence, opened.failedJobIds.slice(0, maxLogs)),
  };
  const drafts = await openDrafts();
  try {
    yield* bundleEntries(contents, drafts);
  } finally {
    await drafts.remove();
  }
}

async function* logsOf(persistence: JobDetails, jobIds: readonly string[]) {
  for (const jobId of jobIds) yield { jobId, text: logText(persistence, jobId) };
}

/** One line as the page shows it: attempt, time, level, stage, text. */
async function* logText({ jobDetails }: JobDetails, jobId: string): AsyncGenerator<string> {
  for (let after: string | null = null; ; ) {
    const page = await jobDetails.log(jobId, { first: linesAtOnce, after }, null);
    for (const { attempt, at, level, stage, text } of page.rows) {
      yield `${attempt} ${at.toISOString()} ${level} ${stage ?? '-'} ${text.replaceAll('\n', '\n  ')}\n`;
    }
    after = page.cursors.at(-1) ?? null;
    if (!page.hasMore || after === null) return;
  }
}
