import { relationQuality, relationText } from '@batchyard/documents';
import { type BatchReport, countOf } from '@batchyard/domain';
import { formatNumber } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';
import type { VideoOutcome } from './process-videos.js';

/** Shown in full; the summary has all. */
const shownFailures = 20;

/** A batch of videos for people: counts, statistics, curve, and what failed. */
export function presentBatch(
  outcomes: readonly VideoOutcome[],
  report: BatchReport,
  { outputDir, files }: { readonly outputDir: string; readonly files: readonly string[] },
): string {
  const failed = outcomes.filter(({ result }) => result.state !== 'succeeded');
  const blocks = [
    `${countOf(outcomes.length, 'video')}: ${outcomes.length - failed.length} succeeded, ${failed.length} failed.`,
  ];
  const rows = report.metrics
    .filter(({ spec }) => shownMetrics.has(spec.name))
    .flatMap(({ spec, statistics }) => {
      if (statistics === null) return [];
      const { n, mean, sd, min, max } = statistics;
      return [[spec.title, spec.unit, String(n), ...[mean, sd, min, max].map(formatNumber)]];
    });
  if (rows.length > 0) blocks.push(renderTable(['metric', 'unit', 'n', 'mean', 'SD', 'min', 'max'], rows));
  for (const relation of report.relations) {
    blocks.push(`${relation.title}: ${relationText(relation)}\n${relationQuality(relation)}`.trim());
  }
  if (failed.length > 0) blocks.push(failureTable(failed));
  const warned = outcomes.filter(({ result }) => result.warnings.length > 0);
  if (warned.length > 0) {
    const has = warned.length === 1 ? 'has' : 'have';
    blocks.push(`${countOf(warned.length, 'video')} ${has} warnings; the sheet with results says which.`);
  }
  blocks.push(`Everything is in ${outputDir}: ${files.join(', ')}.`);
  return blocks.join('\n\n');
}

const shownMetrics = new Set(['discharge_m3_s', 'water_level_m', 'mean_velocity_m_s', 'area_m2']);

function failureTable(failed: readonly VideoOutcome[]): string {
  const rows = failed
    .slice(0, shownFailures)
    .map(({ task, result }) => [
      String(task.row),
      task.name,
      result.error?.stage ?? '',
      result.error?.message ?? result.state,
    ]);
  const more =
    failed.length > shownFailures ? `\n… and ${failed.length - shownFailures} more in batch_summary.csv` : '';
  return `${renderTable(['row', 'failed video', 'stage', 'why'], rows)}${more}`;
}
