/**
 * Everything in the archive of a batch: the files of its jobs as `<output name>/<path>`, the reports, and a manifest
 * with the SHA-256 of each file. A file whose contents are gone or damaged is named in the manifest, never left out
 * silently.
 */
import {
  measure,
  openDrafts,
  type ReportWriter,
  reportCsv,
  reportHtml,
  reportJson,
  reportText,
  type ZipEntry,
} from '@batchyard/documents';
import type { BatchReport } from '@batchyard/domain';
import type { OutputFile, OutputList } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';

const reportNames = [
  'batch_report.html',
  'batch_summary.csv',
  'batch_statistics.json',
  'batch_summary.txt',
] as const;

export async function* archiveEntries(
  { reports, blobs }: Pick<Persistence, 'reports' | 'blobs'>,
  report: BatchReport,
): AsyncGenerator<ZipEntry> {
  const { batchId } = report.facts;
  const modifiedAt = new Date(report.facts.generatedAt);
  const drafts = await openDrafts();
  try {
    const manifest = await drafts.create();
    await manifest.write(manifestHead(report));
    let separator = '\n    ';
    for await (const { file, path } of namedFiles(await reports.outputs(batchId))) {
      const content = await measure(() => blobs.open(file.sha256));
      const problem = content === null ? 'missing' : content.sha256 === file.sha256 ? null : 'damaged';
      await manifest.write(`${separator}${manifestEntry(file, path, problem)}`);
      separator = ',\n    ';
      if (content === null || problem !== null) continue;
      yield { path, modifiedAt: file.createdAt, ...content };
    }
    await manifest.write('\n  ]\n}\n');
    yield await manifest.entry('manifest.json', modifiedAt);
    const writers: Record<(typeof reportNames)[number], ReportWriter> = {
      'batch_report.html': reportHtml,
      'batch_summary.csv': reportCsv,
      'batch_statistics.json': reportJson,
      'batch_summary.txt': summaryText,
    };
    for (const name of reportNames) {
      const draft = await drafts.create();
      for await (const part of writers[name](report, reports.jobs(batchId))) await draft.write(part);
      yield await draft.entry(name, modifiedAt);
    }
  } finally {
    await drafts.remove();
  }
}

async function* summaryText(report: BatchReport): AsyncGenerator<string> {
  yield reportText(report);
}

/** Files with their place in the archive; no two have the same, also where case does not count. */
async function* namedFiles({
  files,
  onNameConflict,
}: OutputList): AsyncGenerator<{ file: OutputFile; path: string }> {
  const folderOf = uniqueNames(['manifest.json', ...reportNames]);
  let job = { id: '', folder: '', pathOf: uniqueNames([]) };
  for await (const file of files) {
    // Its name went to a later job.
    if (file.outputName === null && onNameConflict === 'overwrite') continue;
    if (file.jobId !== job.id) {
      const wanted = file.outputName ?? `job_${String(file.position).padStart(4, '0')}`;
      const folder = folderOf(safePath(wanted).replaceAll('/', '_'));
      job = { id: file.jobId, folder, pathOf: uniqueNames([]) };
    }
    yield { file, path: `${job.folder}/${job.pathOf(safePath(file.path))}` };
  }
}

/** Gives each name once: a second one like it, whatever its case, gets a number before its extension. */
function uniqueNames(reserved: readonly string[]): (wanted: string) => string {
  const taken = new Set(reserved);
  return (wanted) => {
    const [, base = wanted, extension = ''] = /^(.+?)(\.[^./]*)?$/.exec(wanted) ?? [];
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base}_${number}${extension}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** The path with nothing that leaves a folder or that a file system refuses. */
export function safePath(text: string): string {
  const parts = text
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.replace(/[\p{Cc}<>:"|?*]/gu, '_').replace(/[. ]+$/, '_'))
    .filter((part) => part !== '' && part !== '_');
  return parts.length === 0 ? 'file' : parts.join('/');
}

function manifestHead({ facts, total, successful }: BatchReport): string {
  const head = {
    batch_id: facts.batchId,
    batch_name: facts.name,
    project: facts.projectName,
    pipeline: { name: facts.pipelineName, version: facts.pipelineVersion },
    generated_at: facts.generatedAt,
    n_jobs: total,
    n_successful: successful,
  };
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "files": [`;
}

function manifestEntry(file: OutputFile, path: string, problem: string | null): string {
  const { jobId, sizeBytes, sha256 } = file;
  return JSON.stringify({ path, job_id: jobId, size_bytes: sizeBytes, sha256, problem });
}
