/** Which jobs a list shows. Other pages lead here with `?states=failed,lost` and `?setting=KEY` in the address. */
import { type JobState, jobStates } from '@batchyard/domain';

export interface ShownJobs {
  /** Empty: all states. */
  readonly states: readonly JobState[];
  /** Key of a compared setting; null: all parameters. */
  readonly settingKey: string | null;
}

export const allJobs: ShownJobs = { states: [], settingKey: null };

/** Unknown states in the address are left out. */
export function shownJobsFrom(address: Pick<URLSearchParams, 'get'>): ShownJobs {
  const wanted = (address.get('states') ?? '').split(',');
  return { states: jobStates.filter((state) => wanted.includes(state)), settingKey: address.get('setting') };
}

export function isFiltered({ states, settingKey }: ShownJobs): boolean {
  return states.length > 0 || settingKey !== null;
}

/** As the API takes it; null lists all jobs. */
export function jobFilterOf(shown: ShownJobs) {
  if (!isFiltered(shown)) return null;
  return { states: shown.states.length > 0 ? [...shown.states] : null, settingKey: shown.settingKey };
}
