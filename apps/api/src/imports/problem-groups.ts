import type { SheetProblem } from '@batchyard/domain';
import type { ImportRowRecord } from '@batchyard/persistence';
import type { ImportProblemGroup, RepairImportInput } from './imports.types.js';

/** Equal problems of one column together, most frequent first. */
export function groupProblems(rows: Iterable<ImportRowRecord>): ImportProblemGroup[] {
  const groups = new Map<string, ImportProblemGroup>();
  for (const { problems } of rows) {
    for (const problem of problems) {
      const { code, severity, column, field, damage, message, suggestion, row } = problem;
      const key = JSON.stringify([code, severity, column, damage]);
      const before = groups.get(key);
      const one = suggestion === null ? 0 : 1;
      if (before)
        groups.set(key, { ...before, count: before.count + 1, repairable: before.repairable + one });
      else {
        const first = { code, severity, column, field, damage, message, suggestion };
        groups.set(key, { ...first, count: 1, repairable: one, firstRow: row });
      }
    }
  }
  return [...groups.values()].sort((a, b) => severityRank(a) - severityRank(b) || b.count - a.count);
}

const severityRank = ({ severity }: Pick<SheetProblem, 'severity'>) => (severity === 'error' ? 0 : 1);

/** What to put in place of a row's cell; undefined: nothing. */
export function repairOf(row: ImportRowRecord, repair: RepairImportInput): string | undefined {
  const problem = row.problems.find(
    ({ code, column, damage, value }) =>
      code === repair.code &&
      column === repair.column &&
      (repair.damage == null || damage === repair.damage) &&
      (repair.value == null || value === repair.value),
  );
  return problem === undefined ? undefined : (repair.text ?? problem.suggestion ?? undefined);
}
