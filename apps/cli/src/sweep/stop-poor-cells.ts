/** Ends cells on their way that do much worse than others on the same input, where the design asks for it. */
import {
  type DesignSpec,
  type MetricCourse,
  type MetricStep,
  type PlannedJob,
  poorJobs,
} from '@batchyard/domain';
import type { JobResult, MetricSpec } from '@batchyard/pipelines';
import type { CellResult } from './cell-folders.js';
import { inputKeyOf } from './input-key.js';

/** Cells on one input that ended and that others are still compared with, newest first. */
const comparedPerInput = 100;

/** What early stopping adds to the result of a cell. */
export type StoppableResult = JobResult & Pick<CellResult, 'steps' | 'stoppedEarly'>;

export interface PoorCells {
  /** The metric that cells are to report on their way. */
  readonly metric: string;
  /** A cell began; `stop` ends it. */
  started(job: PlannedJob, stop: () => void): void;
  /** A cell came to a further step; ends those cells on its input that are poor by now. */
  reported(job: PlannedJob, step: MetricStep): void;
  /** @returns the result with its course, and with the reason if the cell was ended here */
  ended(job: PlannedJob, result: JobResult): StoppableResult;
}

interface RunningCell {
  readonly course: MetricCourse & { readonly steps: MetricStep[] };
  readonly stop: () => void;
  reason: string | null;
}

/**
 * Null where the design asks for no early stopping.
 * @param known cells whose results are there already; the others are compared with them too
 */
export function watchPoorCells(
  { earlyStopping: rule }: Pick<DesignSpec, 'earlyStopping'>,
  metrics: readonly MetricSpec[],
  known: readonly { readonly job: PlannedJob; readonly result: CellResult }[],
): PoorCells | null {
  const metric = metrics.find(({ name }) => name === rule?.metric);
  if (rule === undefined || metric === undefined) return null;
  const goal = { direction: metric.direction ?? ('minimize' as const), unit: metric.unit };
  const running = new Map<string, RunningCell>();
  const ended = new Map<string, readonly MetricCourse[]>();
  const keep = (course: MetricCourse) => {
    const former = ended.get(course.inputKey) ?? [];
    ended.set(course.inputKey, [course, ...former].slice(0, comparedPerInput));
  };
  for (const { job, result } of known) {
    if (result.steps?.metric !== metric.name) continue;
    const state = result.stoppedEarly === undefined ? 'complete' : 'stopped';
    keep({ jobId: job.cellKey, inputKey: inputKeyOf(job), state, steps: result.steps.values });
  }
  const stopPoor = (inputKey: string) => {
    const open = [...running.values()].filter(({ reason }) => reason === null);
    const courses = open.map(({ course }) => course).filter((course) => course.inputKey === inputKey);
    for (const { jobId, reason } of poorJobs([...courses, ...(ended.get(inputKey) ?? [])], rule, goal)) {
      const cell = running.get(jobId) as RunningCell;
      cell.reason = reason;
      cell.stop();
    }
  };
  return {
    metric: metric.name,
    started(job, stop) {
      const course = { jobId: job.cellKey, inputKey: inputKeyOf(job), state: 'running' as const, steps: [] };
      running.set(job.cellKey, { course, stop, reason: null });
    },
    reported(job, step) {
      const cell = running.get(job.cellKey);
      if (cell === undefined) return;
      cell.course.steps.push(step);
      stopPoor(cell.course.inputKey);
    },
    ended(job, result) {
      const cell = running.get(job.cellKey);
      running.delete(job.cellKey);
      if (cell === undefined) return result;
      const { course, reason } = cell;
      const steps = { metric: metric.name, values: course.steps };
      if (result.state === 'succeeded') keep({ ...course, state: 'complete' });
      // A cell that came to its end before it could be stopped has a result like any other.
      if (result.state === 'succeeded' || reason === null) return { ...result, steps };
      keep({ ...course, state: 'stopped' });
      return { ...result, steps, state: 'cancelled', error: null, stoppedEarly: { rule, reason } };
    },
  };
}
