import type { Problem } from '@batchyard/pipelines';
import type { InvalidCell, PlannedJob } from './plan.js';

/** The same computation twice in one batch would be one result twice: the later cell is invalid. */
export function refuseDoubles(
  jobs: readonly PlannedJob[],
  invalid: readonly InvalidCell[],
): { readonly jobs: readonly PlannedJob[]; readonly invalid: readonly InvalidCell[] } {
  const first = new Map<string, PlannedJob>();
  const doubled: InvalidCell[] = [];
  for (const job of jobs) {
    const other = first.get(job.cellKey);
    if (other === undefined) first.set(job.cellKey, job);
    else doubled.push({ position: job.position, label: job.label, problems: [equalCells(other, job)] });
  }
  if (doubled.length === 0) return { jobs, invalid };
  return {
    jobs: [...first.values()],
    invalid: [...invalid, ...doubled].sort((a, b) => a.position - b.position),
  };
}

function equalCells(other: PlannedJob, job: PlannedJob): Problem {
  const names =
    job.givenId === undefined
      ? `Cells ${other.position + 1} and ${job.position + 1}`
      : `Jobs ${other.givenId} and ${job.givenId}`;
  return {
    code: 'EQUAL_CELLS',
    severity: 'error',
    message: `${names} are the same computation (${job.label}).`,
    place: { parameter: job.givenId === undefined ? 'inputs' : 'jobs' },
    value: job.label,
    expectation: 'different parameters, inputs (by content) or replicates in every cell',
    fix: 'Remove the doubled value or the file that has the same content, or use replicates.',
  };
}
