import type { MetricSpec, Place, Problem } from '@batchyard/pipelines';
import { renderTable } from './table.js';

/** A number for people: six significant digits, without trailing zeros; very large and small ones as powers. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  return String(Number(value.toPrecision(6)));
}

/** Value with its unit; the unit `1` of plain numbers is not written. */
export function formatMetric(value: number, spec: Pick<MetricSpec, 'unit'>): string {
  return spec.unit === '1' ? formatNumber(value) : `${formatNumber(value)} ${spec.unit}`;
}

/** `3.2 s`, `2 min 5 s`, `1 h 4 min`. */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 1) return `${Math.round(durationMs)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `1.2 MB`; powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return power === 0 ? `${Math.round(bytes)} B` : `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** `walk.csv (markers), line 7, column x`. */
export function formatPlace(place: Place): string {
  const file = [place.file, place.input && (place.file ? `(${place.input})` : `input ${place.input}`)]
    .filter(Boolean)
    .join(' ');
  const parts = [
    file,
    place.parameter,
    // A server says null for what is absent.
    typeof place.line === 'number' ? `line ${place.line}` : '',
    place.column ? `column ${place.column}` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** All problems at once, errors first, each with its place, value, expectation and fix. */
export function formatProblems(problems: readonly Problem[]): string {
  // The same thing found for every value of an axis is said once.
  const distinct = [
    ...new Map(problems.map((each) => [`${each.message} ${formatPlace(each.place)}`, each])).values(),
  ];
  const ordered = distinct.sort((a, b) => rankOf(a) - rankOf(b));
  const messages = ordered.map((problem) => `${problem.severity}: ${problem.message}`);
  if (ordered.every((problem) => !problem.expectation && !problem.fix)) return messages.join('\n');
  const rows = ordered.map((problem) => [
    formatPlace(problem.place),
    problem.value ?? '',
    problem.expectation ?? '',
    problem.fix ?? '',
  ]);
  return `${messages.join('\n')}\n\n${renderTable(['place', 'value', 'expectation', 'fix'], rows)}`;
}

function rankOf(problem: Problem): number {
  return problem.severity === 'error' ? 0 : 1;
}
