import { type DiskRoom, roomOf, type WorkerHealth } from '@batchyard/persistence';

const bytesPerMb = 1e6;
const defaultMinFreeBytes = 1_000 * bytesPerMb;
/** On a small disk this part of it is enough. */
const defaultMinFreePart = 0.05;

export interface DiskWatch {
  /** Looks at the disks. A folder whose disk cannot be asked counts as one with room: jobs will tell what is wrong. */
  look(): Promise<WorkerHealth>;
  /** Why no further job may start, as of the last look; null when there is room. */
  readonly refusal: string | null;
}

/**
 * Watches the disks that jobs fill, so that a worker takes no job that could not store its result.
 * @param folders where attempts work and where results go
 * @param minFreeMb megabytes that must be free; null: 1 GB, or 5 % of the disk where that is less
 */
export function watchDisks(folders: readonly string[], minFreeMb: number | null): DiskWatch {
  let refusal: string | null = null;
  return {
    get refusal() {
      return refusal;
    },
    async look() {
      const rooms = await Promise.all(
        folders.map(async (folder) => ({ folder, room: await roomOf(folder).catch(() => null) })),
      );
      const known = rooms.flatMap(({ folder, room }) => (room === null ? [] : [{ folder, room }]));
      refusal =
        known.map(({ folder, room }) => refusalFor(folder, room, minFreeMb)).find((text) => text !== null) ??
        null;
      const free = known.map(({ room }) => room.freeBytes);
      return { freeDiskBytes: free.length === 0 ? null : Math.min(...free), refusal };
    },
  };
}

/** A sentence that says what is short, or null. */
export function refusalFor(folder: string, room: DiskRoom, minFreeMb: number | null): string | null {
  const neededBytes =
    minFreeMb === null
      ? Math.min(defaultMinFreeBytes, defaultMinFreePart * room.totalBytes)
      : minFreeMb * bytesPerMb;
  if (room.freeBytes >= neededBytes) return null;
  return `Only ${inWords(room.freeBytes)} free in ${folder}; needs ${inWords(neededBytes)}.`;
}

function inWords(bytes: number): string {
  return bytes >= 1e9 ? `${Number((bytes / 1e9).toFixed(1))} GB` : `${Math.floor(bytes / bytesPerMb)} MB`;
}
