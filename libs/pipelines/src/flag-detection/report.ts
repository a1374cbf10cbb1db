import type { ArtifactRole, JobContext } from '../contract.js';
import { writeWhole } from '../rigid-body/output/write-file.js';
import type { FlagResult } from './detect-flags.js';
import { overviewPlot, renderOverview } from './overview.js';
import type { FlagDetectionParams } from './params.js';
import type { Series } from './series.js';
import { flagsCsv, measuresCsv, summaryCsv } from './tables.js';

/** Totals, and the three counts of each detector that ran. */
export function reportMetrics(
  { metric }: JobContext<FlagDetectionParams>,
  allSeries: readonly Series[],
  { flags, summaries }: FlagResult,
  unreadableFrames: number,
): void {
  const frames = allSeries.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const flagged = new Set(
    flags.flatMap(({ entity, frames: numbers }) => (numbers ?? []).map((n) => `${entity}/${n}`)),
  );
  const checked = Math.max(
    0,
    ...summaries.filter(({ detector }) => detector.level === 'frame').map((s) => s.checked),
  );
  metric('flagged_frames_percent', checked === 0 ? 0 : (100 * flagged.size) / checked);
  metric('subjects', allSeries.length);
  metric('frames', frames);
  metric('flags', flags.length);
  metric('unreadable_frames', unreadableFrames);
  for (const { detector, checked: count, detected, failed } of summaries) {
    metric(`${detector.name}_checked`, count);
    metric(`${detector.name}_detected`, detected);
    metric(`${detector.name}_failed`, failed);
  }
}

/** A figure for each subject, the tables of flags and detectors, and what was measured. */
export async function writeFiles(
  context: JobContext<FlagDetectionParams>,
  allSeries: readonly Series[],
  { flags, summaries, curves }: FlagResult,
): Promise<void> {
  const write = async (name: string, title: string, role: ArtifactRole, data: string | Uint8Array) => {
    context.signal.throwIfAborted();
    await writeWhole(context.outputDir, name, data);
    context.artifact(name, { title, role });
  };
  for (const series of allSeries) {
    const ofSubject = <T extends { readonly subject?: string; readonly entity?: string }>(one: T) =>
      (one.subject ?? one.entity) === series.subject;
    const plot = overviewPlot(series, curves.filter(ofSubject), flags.filter(ofSubject));
    if (plot === null) continue;
    const name = `${fileNameOf(series.subject)}_flags.svg`;
    await write(name, `Flags of ${series.subject}`, 'preview', await renderOverview(plot));
  }
  await write('flags.csv', 'Flags', 'result', flagsCsv(flags));
  await write('detectors.csv', 'Detectors: checked, detected, failed', 'report', summaryCsv(summaries));
  await write('measures.csv', 'Measures of all frames', 'data', measuresCsv(allSeries));
}

/** Ids come from file names and tables; what a path must not hold becomes a line. */
function fileNameOf(subject: string): string {
  return subject.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_');
}
