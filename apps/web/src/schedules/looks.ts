/** How a due time reads and looks: its outcome, and how it came about. */
import type { OccurrenceStory } from '@batchyard/domain';
import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconPlayerPlay,
} from '@tabler/icons-react';
import type { StateLook } from '@/states/look';
import type { ListedOccurrence } from './queries';

export const occurrenceLooks: Readonly<Record<ListedOccurrence['state'], StateLook>> = {
  waiting: { word: 'Waiting', icon: IconCircleDashed, tone: 'var(--tone-waiting)' },
  running: { word: 'Running', icon: IconPlayerPlay, tone: 'var(--tone-running)' },
  succeeded: { word: 'Succeeded', icon: IconCircleCheck, tone: 'var(--tone-succeeded)' },
  failed: { word: 'Failed', icon: IconCircleX, tone: 'var(--tone-failed)' },
  skipped: { word: 'Not run', icon: IconCircleMinus, tone: 'var(--tone-skipped)' },
};

export const storyTexts: Readonly<Record<OccurrenceStory, string>> = {
  on_time: 'on time',
  late: 'late',
  missed_run: 'missed, run afterwards',
  missed_skipped: 'missed, left out by policy',
  coalesced: 'missed, covered by a later time',
  paused: 'came while paused',
  overlap_queued: 'waited for the batch before',
  overlap_skipped: 'left out: the batch before was running',
  nothing_new: 'nothing new to process',
  backfilled: 'run afterwards on request',
  by_hand: 'run by hand',
};
