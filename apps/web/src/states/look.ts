/** How states look: an icon, a word and a tone each, so that colour is never the only sign. */
import type { AttemptOutcome, BatchState, JobState } from '@batchyard/domain';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconClockX,
  IconDatabaseX,
  IconHourglass,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
  type IconProps,
  IconRecycle,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export interface StateLook {
  readonly word: string;
  readonly icon: ComponentType<IconProps>;
  /** CSS colour for text, borders and fills; readable on both schemes' surfaces. */
  readonly tone: string;
}

export const jobLooks: Readonly<Record<JobState, StateLook>> = {
  waiting: { word: 'Waiting', icon: IconCircleDashed, tone: 'var(--tone-waiting)' },
  queued: { word: 'Queued', icon: IconHourglass, tone: 'var(--tone-queued)' },
  running: { word: 'Running', icon: IconPlayerPlay, tone: 'var(--tone-running)' },
  lost: { word: 'Lost its worker', icon: IconAlertTriangle, tone: 'var(--tone-lost)' },
  succeeded: { word: 'Succeeded', icon: IconCircleCheck, tone: 'var(--tone-succeeded)' },
  failed: { word: 'Failed', icon: IconCircleX, tone: 'var(--tone-failed)' },
  timed_out: { word: 'Timed out', icon: IconClockX, tone: 'var(--tone-timed-out)' },
  out_of_memory: { word: 'Out of memory', icon: IconDatabaseX, tone: 'var(--tone-out-of-memory)' },
  cancelled: { word: 'Cancelled', icon: IconCircleMinus, tone: 'var(--tone-cancelled)' },
  skipped: { word: 'Skipped', icon: IconPlayerSkipForward, tone: 'var(--tone-skipped)' },
  reused: { word: 'Reused', icon: IconRecycle, tone: 'var(--tone-reused)' },
};

export const attemptLooks: Readonly<Record<AttemptOutcome, StateLook>> = {
  succeeded: jobLooks.succeeded,
  failed: jobLooks.failed,
  timed_out: jobLooks.timed_out,
  out_of_memory: jobLooks.out_of_memory,
  cancelled: jobLooks.cancelled,
  skipped: jobLooks.skipped,
  lost: jobLooks.lost,
  handed_back: { word: 'Handed back by its worker', icon: IconHourglass, tone: 'var(--tone-queued)' },
};

export const batchLooks: Readonly<Record<BatchState, StateLook>> = {
  running: { word: 'Running', icon: IconPlayerPlay, tone: 'var(--tone-running)' },
  paused: { word: 'Paused', icon: IconPlayerPause, tone: 'var(--tone-paused)' },
  stopping: { word: 'Stopping', icon: IconPlayerStop, tone: 'var(--tone-lost)' },
  cancelling: { word: 'Cancelling', icon: IconCircleMinus, tone: 'var(--tone-lost)' },
  succeeded: { word: 'Succeeded', icon: IconCircleCheck, tone: 'var(--tone-succeeded)' },
  completed_with_errors: { word: 'Done with errors', icon: IconAlertTriangle, tone: 'var(--tone-lost)' },
  failed: { word: 'Failed', icon: IconCircleX, tone: 'var(--tone-failed)' },
  stopped: { word: 'Stopped', icon: IconPlayerStop, tone: 'var(--tone-cancelled)' },
  cancelled: { word: 'Cancelled', icon: IconCircleMinus, tone: 'var(--tone-cancelled)' },
};

/** Order in a stacked bar: results first, then what moves, then what is left, then what went wrong. */
export const barOrder: readonly JobState[] = [
  'succeeded',
  'reused',
  'running',
  'queued',
  'waiting',
  'lost',
  'skipped',
  'cancelled',
  'out_of_memory',
  'timed_out',
  'failed',
];
