/**
 * Takes what a running job tells and passes it on to the database at most 4 times a second. A job that is over sooner
 * causes no write at all before its final one.
 */
import type { JobReport, RecordedLine, RecordedMetricStep, RecordedStage } from '@batchyard/persistence';
import type { JobEvent } from '@batchyard/pipelines';

const flushMs = 250;
/** Log lines kept of one attempt. */
const maxLines = 10_000;
/** Metrics on the way kept of one attempt. */
const maxMetricSteps = 10_000;

export interface JobRecorder {
  hear(event: JobEvent): void;
  /** The stage the job is in. */
  readonly stage: string;
  /**
   * Ends the recording and writes what is left of the log.
   * @param state how the stage ended that was still open
   * @returns all stages
   */
  close(state: RecordedStage['state']): Promise<RecordedStage[]>;
}

/** @param write must not reject; what it writes is lost when the attempt is no longer ours */
export function recordJob(write: (report: JobReport) => Promise<unknown>): JobRecorder {
  const stages: RecordedStage[] = [];
  let lines: RecordedLine[] = [];
  let lineCount = 0;
  let metricSteps = new Map<string, RecordedMetricStep>();
  let metricStepCount = 0;
  let progress = 0;
  let isDirty = false;
  let writing = Promise.resolve<unknown>(undefined);

  const current = () => stages.at(-1);
  const endStage = (state: RecordedStage['state']) => {
    const open = current();
    if (open?.durationMs !== null || open === undefined) return;
    stages[open.position] = { ...open, state, durationMs: Date.now() - open.startedAt.getTime() };
  };
  const addLine = (line: Pick<RecordedLine, 'level' | 'text'>) => {
    if (lineCount > maxLines) return;
    const isLast = lineCount === maxLines;
    const kept = isLast
      ? { level: 'warning' as const, text: `Only the first ${maxLines} lines are kept.` }
      : line;
    lines.push({ ...kept, line: lineCount++, at: new Date(), stage: current()?.name ?? null });
  };
  const addMetricStep = ({ name, step, value }: RecordedMetricStep) => {
    if (metricStepCount++ < maxMetricSteps) metricSteps.set(`${step} ${name}`, { name, step, value });
  };
  const flush = () => {
    if (!isDirty) return;
    isDirty = false;
    const report = {
      stage: current()?.name ?? null,
      progress,
      stages: [...stages],
      lines,
      metricSteps: [...metricSteps.values()],
    };
    lines = [];
    metricSteps = new Map();
    writing = writing.then(() => write(report));
  };
  const timer = setInterval(flush, flushMs);

  return {
    get stage() {
      return current()?.name ?? '';
    },
    hear(event) {
      if (event.type === 'stage') {
        endStage('succeeded');
        const position = stages.length;
        stages.push({
          position,
          name: event.name,
          state: 'running',
          startedAt: new Date(),
          durationMs: null,
        });
        progress = 0;
      } else if (event.type === 'progress') progress = clamp(event.fraction);
      else if (event.type === 'log') addLine(event);
      else if (event.type === 'metric_step') addMetricStep(event);
      else if (event.type === 'warning') addLine({ level: 'warning', text: event.text });
      else return;
      isDirty = true;
    },
    async close(state) {
      clearInterval(timer);
      endStage(state);
      isDirty = lines.length > 0 || metricSteps.size > 0;
      flush();
      await writing;
      return stages;
    },
  };
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction)) || 0;
}
