/** Wrong clocks for single processes, by libfaketime. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const library = ['/usr/lib', '/usr/local/lib']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => `${folder}/${name}`)])
  .map((folder) => `${folder}/faketime/libfaketime.so.1`)
  .find((file) => existsSync(file));
/** Why no clock can be set wrong here, or null. */
export const clocksStay = library === undefined ? 'libfaketime is not installed' : null;

/** Environment of a process whose wall clock is off; what measures durations is not touched. */
export const clockOff = (offset: string): Record<string, string> => ({
  LD_PRELOAD: library ?? '',
  FAKETIME: offset,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
});

/** A clock that is set while its processes run. */
export interface SetClock {
  readonly environment: Readonly<Record<string, string>>;
  set(time: Date): void;
  dispose(): void;
}

export function setClock(time: Date): SetClock {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-clock-'));
  // PostgreSQL may run as somebody else.
  chmodSync(folder, 0o755);
  const file = path.join(folder, 'offset');
  const set = (to: Date) => {
    const offsetS = (to.getTime() - Date.now()) / 1_000;
    writeFileSync(file, `${offsetS < 0 ? '' : '+'}${offsetS.toFixed(3)}\n`);
  };
  set(time);
  return {
    environment: {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
