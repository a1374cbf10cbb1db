/** What a job says while it runs, as lines of a file: `2026-03-04 05:06:07,089 - INFO - text`. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { JobEvent, JobResult } from '@batchyard/pipelines';

export interface JobLog {
  hear(event: JobEvent): void;
  /** Says how the job ended. */
  end(result: JobResult): void;
}

/** @param file replaced where there is one @param now for the time of each line, shown in UTC */
export function openJobLog(file: string, now: () => Date = () => new Date()): JobLog {
  writeFileSync(file, '');
  const write = (level: string, text: string) => {
    const time = now().toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
    appendFileSync(file, `${time} - ${level.toUpperCase()} - ${text}\n`);
  };
  return {
    hear(event) {
      if (event.type === 'log') write(event.level, event.text);
      else if (event.type === 'warning') write('warning', event.text);
      else if (event.type === 'stage') write('info', `Stage ${event.name}`);
    },
    end({ state, error }) {
      if (error !== null) write('error', error.message);
      write(state === 'succeeded' || state === 'skipped' ? 'info' : 'error', `The job ended: ${state}`);
    },
  };
}
