import { failedJobStates, type JobCounts, type JobState } from '@batchyard/domain';
import { Tooltip } from '@mantine/core';
import { barOrder, jobLooks } from './look';
import classes from './states.module.css';

const bad: readonly JobState[] = failedJobStates;

function shapeOf(state: JobState): string {
  if (bad.includes(state)) return `${classes.part} ${classes.bad}`;
  if (state === 'running') return `${classes.part} ${classes.moving}`;
  if (state === 'waiting' || state === 'queued') return `${classes.part} ${classes.waiting}`;
  return classes.part ?? '';
}

/** Text of all states that have jobs: `21 succeeded, 1 failed, 5 waiting`. */
export function countsText(counts: JobCounts): string {
  const parts = barOrder
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${jobLooks[state].word.toLowerCase()}`);
  return parts.join(', ') || 'no jobs';
}

/** One stacked bar of all jobs of a batch by state. */
export function CountsBar({ counts, height = 8 }: { readonly counts: JobCounts; readonly height?: number }) {
  return (
    <Tooltip label={countsText(counts)} openDelay={200}>
      <div className={classes.bar} style={{ height }} role="img" aria-label={countsText(counts)}>
        {barOrder
          .filter((state) => counts[state] > 0)
          .map((state) => (
            <span
              key={state}
              className={shapeOf(state)}
              style={{ flexGrow: counts[state], flexBasis: 0, backgroundColor: jobLooks[state].tone }}
            />
          ))}
      </div>
    </Tooltip>
  );
}
