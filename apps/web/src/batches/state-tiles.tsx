import type { JobState } from '@batchyard/domain';
import { UnstyledButton } from '@mantine/core';
import { formatNumber } from '@/formatting/numbers';
import { jobLooks } from '@/states/look';
import classes from './batches.module.css';
import type { CountsWithTotal } from './progress';

/** States that always have a tile, so that the row does not jump while a batch runs. */
const always: readonly JobState[] = ['waiting', 'running', 'succeeded', 'failed'];
const tileOrder: readonly JobState[] = [
  'waiting',
  'queued',
  'running',
  'lost',
  'succeeded',
  'reused',
  'failed',
  'timed_out',
  'out_of_memory',
  'cancelled',
  'skipped',
];

export interface StateTilesProps {
  readonly counts: CountsWithTotal;
  readonly selected: readonly JobState[];
  readonly onSelect: (states: readonly JobState[]) => void;
}

/** One tile a state; choosing some filters the jobs below. */
export function StateTiles({ counts, selected, onSelect }: StateTilesProps) {
  const toggle = (state: JobState) =>
    onSelect(selected.includes(state) ? selected.filter((entry) => entry !== state) : [...selected, state]);
  return (
    <fieldset className={classes.tiles} aria-label="Jobs by state">
      {tileOrder
        .filter((state) => always.includes(state) || counts[state] > 0 || selected.includes(state))
        .map((state) => {
          const { word, icon: Icon, tone } = jobLooks[state];
          return (
            <UnstyledButton
              key={state}
              className={classes.tile}
              aria-pressed={selected.includes(state)}
              onClick={() => toggle(state)}
              title={`Show only jobs that are ${word.toLowerCase()}`}
            >
              <span className={classes.tileCount}>{formatNumber(counts[state])}</span>
              <span className={classes.tileWord} style={{ color: tone }}>
                <Icon size={14} aria-hidden />
                {word}
              </span>
            </UnstyledButton>
          );
        })}
    </fieldset>
  );
}
