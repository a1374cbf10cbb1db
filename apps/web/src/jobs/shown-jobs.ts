/**
 * Which jobs a list shows, as it stands in the address: `?states=failed,lost&kinds=timeout&failure=KEY&setting=KEY&q=walk`,
 * `?annotated=flag:DARK&without=flag,phenotype:DEAD`.
 * Other pages lead here with some of these.
 */
import {
  type FailureKind,
  failureKinds,
  type JobState,
  jobStates,
  type LeftOut,
  leftOutText,
  readLeftOut,
} from '@batchyard/domain';

export interface ShownJobs {
  /** Empty: all states. */
  readonly states: readonly JobState[];
  /** Empty: whether or not a job failed, and how. */
  readonly kinds: readonly FailureKind[];
  /** Key of a group of equal failures; null: all. */
  readonly failureKey: string | null;
  /** Key of a compared setting; null: all parameters. */
  readonly settingKey: string | null;
  /** Words to look for; empty: all. */
  readonly search: string;
  /** Only jobs of whose subject one of these is said; empty: all. */
  readonly annotatedAs: readonly LeftOut[];
  /** Only jobs of whose subject none of these is said. */
  readonly leaveOut: readonly LeftOut[];
  /** `metric`: best first by the batch's metric, jobs without a value left out; `order`: as they come. */
  readonly sort: 'order' | 'metric';
}

export const allJobs: ShownJobs = {
  states: [],
  kinds: [],
  failureKey: null,
  settingKey: null,
  search: '',
  annotatedAs: [],
  leaveOut: [],
  sort: 'order',
};

/** Unknown states and kinds in the address are left out. */
export function shownJobsFrom(address: Pick<URLSearchParams, 'get'>): ShownJobs {
  const listOf = (name: string) => (address.get(name) ?? '').split(',');
  const [states, kinds] = [listOf('states'), listOf('kinds')];
  return {
    states: jobStates.filter((state) => states.includes(state)),
    kinds: failureKinds.filter((kind) => kinds.includes(kind)),
    failureKey: address.get('failure'),
    settingKey: address.get('setting'),
    search: address.get('q') ?? '',
    annotatedAs: readLeftOut(address.get('annotated')),
    leaveOut: readLeftOut(address.get('without')),
    sort: address.get('sort') === 'metric' ? 'metric' : 'order',
  };
}

/** The address's search part; empty where nothing is filtered or sorted. */
export function shownJobsSearch(shown: ShownJobs): string {
  const { states, kinds, failureKey, settingKey, search, sort } = shown;
  const words = new URLSearchParams();
  if (states.length > 0) words.set('states', states.join(','));
  if (kinds.length > 0) words.set('kinds', kinds.join(','));
  if (failureKey !== null) words.set('failure', failureKey);
  if (settingKey !== null) words.set('setting', settingKey);
  if (search !== '') words.set('q', search);
  const [annotated, without] = [leftOutText(shown.annotatedAs), leftOutText(shown.leaveOut)];
  if (annotated !== null) words.set('annotated', annotated);
  if (without !== null) words.set('without', without);
  if (sort === 'metric') words.set('sort', sort);
  const text = words.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

export function isFiltered(shown: ShownJobs): boolean {
  return shownJobsSearch({ ...shown, sort: 'order' }) !== '';
}

/** As the API takes it; null lists all jobs. */
export function jobFilterOf(shown: ShownJobs) {
  if (!isFiltered(shown)) return null;
  const { states, kinds, failureKey, settingKey, search, annotatedAs, leaveOut } = shown;
  return {
    states: states.length > 0 ? [...states] : null,
    failureKinds: kinds.length > 0 ? [...kinds] : null,
    failureKey,
    settingKey,
    search: search.trim() === '' ? null : search.trim(),
    annotatedAs: annotatedAs.length > 0 ? [...annotatedAs] : null,
    leaveOut: leaveOut.length > 0 ? [...leaveOut] : null,
  };
}
