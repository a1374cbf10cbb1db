/** How the kinds of planned jobs look: an icon, a word and a tone each, as states of jobs do. */
import { IconCircleMinus, IconPlus, IconRecycle, IconRefresh } from '@tabler/icons-react';
import type { StateLook } from '@/states/look';
import type { BatchPlan } from '../queries';

export type PlannedKind = BatchPlan['reasons'][number]['kind'];

export const kindLooks: Readonly<Record<PlannedKind, StateLook>> = {
  new: { word: 'New', icon: IconPlus, tone: 'var(--tone-running)' },
  retried: { word: 'Tried again', icon: IconRefresh, tone: 'var(--tone-lost)' },
  reused: { word: 'Reused', icon: IconRecycle, tone: 'var(--tone-reused)' },
  excluded: { word: 'Left out', icon: IconCircleMinus, tone: 'var(--tone-skipped)' },
};
