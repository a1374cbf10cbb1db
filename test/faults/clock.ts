/** Wrong clocks for single processes, by libfaketime. */
import { existsSync, readdirSync } from 'node:fs';

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
