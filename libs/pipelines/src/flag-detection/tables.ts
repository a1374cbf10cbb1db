/** The tables that a job leaves. */

import type { DetectorSummary, Flag } from './detect-flags.js';
import { type MeasureName, measureNames } from './measuring/measures.js';
import type { Series } from './series.js';

function csv(rows: readonly (readonly (string | number)[])[]): string {
  return `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

/** Six digits for numbers, nothing for NaN; quotes where the text needs them. */
function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** `detector,level,flag,checked,detected,failed,failures`: one row for each detector that ran. */
export function summaryCsv(summaries: readonly DetectorSummary[]): string {
  const rows = summaries.map(({ detector, checked, detected, failed, failures }) => [
    detector.name,
    detector.level,
    detector.term,
    checked,
    detected,
    failed,
    failures.join(' '),
  ]);
  return csv([['detector', 'level', 'flag', 'checked', 'detected', 'failed', 'failures'], ...rows]);
}

/** One row for each flagged frame, or entity, with the measured value and the limit it broke. */
export function flagsCsv(flags: readonly Flag[]): string {
  const rows = flags.flatMap(({ detector, entity, term, severity, frames, hits }) =>
    hits.map(({ value, limit }, i) => [
      entity,
      frames === null ? '' : frames[i]!,
      term,
      severity,
      detector.name,
      value,
      limit,
      detector.measured.unit,
    ]),
  );
  return csv([['subject', 'frame', 'flag', 'severity', 'detector', 'value', 'limit', 'unit'], ...rows]);
}

/** `subject,frame,name` and every measure that there is: what the input `table` takes. */
export function measuresCsv(allSeries: readonly Series[]): string {
  const columns: MeasureName[] = measureNames.filter((name) =>
    allSeries.some(({ measures }) => measures[name]),
  );
  const rows = allSeries.flatMap(({ subject, numbers, names, measures }) =>
    Array.from(numbers, (number, t) => [
      subject,
      number,
      names[t]!,
      ...columns.map((name) => measures[name]?.[t] ?? Number.NaN),
    ]),
  );
  return csv([['subject', 'frame', 'name', ...columns], ...rows]);
}
