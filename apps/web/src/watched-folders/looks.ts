/** How watched folders and their files read and look. */
import {
  IconAlertTriangle,
  IconCircleDashed,
  IconCircleX,
  IconCopy,
  IconEye,
  IconHourglass,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import type { StateLook } from '@/states/look';
import type { ListedFolder, SeenFile } from './queries';

export const statusLooks: Readonly<Record<ListedFolder['status'], StateLook>> = {
  watching: { word: 'Watching', icon: IconEye, tone: 'var(--tone-succeeded)' },
  paused: { word: 'Paused', icon: IconPlayerPause, tone: 'var(--tone-paused)' },
  away: { word: 'Away', icon: IconPlugConnectedX, tone: 'var(--tone-lost)' },
  blocked: { word: 'Blocked', icon: IconAlertTriangle, tone: 'var(--tone-failed)' },
  unwatched: { word: 'No worker looks', icon: IconAlertTriangle, tone: 'var(--tone-failed)' },
};

export const fileLooks: Readonly<Record<SeenFile['state'], StateLook>> = {
  arriving: { word: 'Arriving', icon: IconHourglass, tone: 'var(--tone-queued)' },
  waiting: { word: 'Waiting', icon: IconCircleDashed, tone: 'var(--tone-waiting)' },
  started: { word: 'Started', icon: IconPlayerPlay, tone: 'var(--tone-running)' },
  same_content: { word: 'Same content', icon: IconCopy, tone: 'var(--tone-skipped)' },
  refused: { word: 'Refused', icon: IconCircleX, tone: 'var(--tone-failed)' },
};

/** Where it is, as people write it: `lab:/night/plates`. */
export const placeOf = ({ share, folder }: Pick<ListedFolder, 'share' | 'folder'>) => `${share}:/${folder}`;
