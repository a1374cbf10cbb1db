import type { ImportRowRecord } from '@batchyard/persistence';
import type { RepairImportInput } from './imports.types.js';

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
