/** Disks that fill up. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect } from '@jest/globals';
import { openFarm, until } from './farm.js';
import { keyed, quiet, report, scenario } from './scenario.js';

/** A folder on a disk of 1 MB, in memory. */
function mountSmallDisk(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (mounted.status === 0) return folder;
  rmSync(folder, { recursive: true });
  return '';
}
const trial = mountSmallDisk();
const canMount = trial !== '';
const unmount = (folder: string) => {
  spawnSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
};
if (canMount) unmount(trial);
const notHere = canMount ? null : 'a small disk can only be mounted by root';

async function openFarmOnSmallDisk() {
  const disk = mountSmallDisk();
  const farm = await openFarm({ filesDir: path.join(disk, 'files') });
  const filler = path.join(disk, 'filler');
  return {
    ...farm,
    fill: () => {
      try {
        writeFileSync(filler, Buffer.alloc(2_000_000));
      } catch {
        // It is full now.
      }
    },
    empty: () => rmSync(filler, { force: true }),
    async dispose() {
      await farm.dispose();
      unmount(disk);
    },
  };
}

describe('the disk of the file storage', () => {
  let disk: Awaited<ReturnType<typeof openFarmOnSmallDisk>>;
  const open = async () => {
    disk = await openFarmOnSmallDisk();
    return disk;
  };

  scenario(
    'F18',
    'is full when a job has a result',
    async (farm) => {
      farm.startWorker({ slots: 1, environment: { WORKER_MIN_FREE_MB: '0' } });
      disk.fill();
      const batchId = await farm.startBatch(keyed('f18', 1), { maxAttempts: 2 });
      await quiet(farm);
      const [job] = await farm.jobs(batchId);
      expect(job).toMatchObject({ state: 'failed', attempt: 2 });
      expect(job?.error?.message).toMatch(/^ENOSPC: the disk that holds .* is full/);
      disk.empty();
      await farm.store.batches.retryFailed(batchId);
      await quiet(farm);
      expect(await farm.jobs(batchId)).toMatchObject([{ state: 'succeeded' }]);
      return { note: 'failed as disk_full with no partial file; succeeded on retry after space was freed' };
    },
    { notHere, open },
  );

  scenario(
    'F18b',
    'is nearly full: no job starts until there is room',
    async (farm) => {
      disk.fill();
      const worker = farm.startWorker({ slots: 1 });
      await until('it refuses', () => worker.log().includes('Takes no jobs for now. Only 0 MB free in'));
      const batchId = await farm.startBatch(keyed('f18b', 2));
      await until('the refusal is known', async () => (await refusals()).length === 1);
      expect(await refusals()).toEqual([expect.stringMatching(/^Only 0 MB free in .*; needs 0 MB\.$/)]);
      disk.empty();
      await quiet(farm);
      expect((await farm.batch(batchId)).state).toBe('succeeded');
      expect(await refusals()).toEqual([]);
      return { note: 'the worker says what is short and goes on by itself' };

      async function refusals() {
        const rows = await farm.database.query<{ refusal: string }>(
          'select refusal from worker where refusal is not null',
        );
        return rows.map(({ refusal }) => refusal);
      }
    },
    { notHere, open },
  );
});

report({
  id: 'F19',
  title: 'the disk of the database is full',
  outcome: 'skipped',
  note: 'free space is only watched on the disks of files and work folders',
});
report({ id: 'F20', title: 'failing or slow fsync', outcome: 'skipped', note: 'not written' });
