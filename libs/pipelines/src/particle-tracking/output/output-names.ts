import { targetsName } from '../experiment/image-names.js';

/** Names of a frame's files within the output folder; frames count with at least four digits as in pictures' names. */
export const positionsName = (frame: number) => `res/rt_is.${frame}`;
export const linksName = (frame: number) => `res/ptv_is.${frame}`;
export const addedName = (frame: number) => `res/added.${frame}`;

/** Where the targets of a camera go: as beside its pictures, but always within the output folder. */
export function targetsOutputName(images: string, frame: number): string {
  const parts = targetsName(images, frame).split(/[\\/]/);
  return parts.filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
}

export const tableNames = {
  positions: 'positions.csv',
  targets: 'targets.csv',
  trajectories: 'trajectories.csv',
  frames: 'frames.csv',
} as const;

export const tableTitles: Readonly<Record<keyof typeof tableNames, string>> = {
  positions: 'Positions of the particles',
  targets: 'Targets in the pictures',
  trajectories: 'Tracks',
  frames: 'Counts of each frame',
};

/** What a chunk leaves for merging, beside its files. */
export const summariesName = 'measured_frames.json';
