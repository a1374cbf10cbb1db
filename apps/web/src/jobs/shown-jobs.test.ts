import { describe, expect, it } from '@jest/globals';
import { allJobs, isFiltered, jobFilterOf, shownJobsFrom, shownJobsSearch } from './shown-jobs';

const from = (text: string) => shownJobsFrom(new URLSearchParams(text));
const filter = {
  states: null,
  failureKinds: null,
  failureKey: null,
  settingKey: null,
  search: null,
  annotatedAs: null,
  leaveOut: null,
};

describe('shown jobs', () => {
  it('are all of them without a word in the address', () => {
    expect(from('')).toEqual(allJobs);
    expect(isFiltered(from(''))).toBe(false);
    expect(jobFilterOf(from(''))).toBeNull();
  });

  it('may be sorted without being fewer', () => {
    expect(from('sort=metric').sort).toBe('metric');
    expect(isFiltered(from('sort=metric'))).toBe(false);
    expect(from('sort=odd').sort).toBe('order');
  });

  it('follow what the address says; unknown states and kinds do not count', () => {
    expect(from('states=failed,nonsense,timed_out&kinds=timeout,odd')).toEqual({
      ...allJobs,
      states: ['failed', 'timed_out'],
      kinds: ['timeout'],
    });
    expect(jobFilterOf(from('setting=abc'))).toEqual({ ...filter, settingKey: 'abc' });
    expect(jobFilterOf(from('states=failed&failure=e5&q=+walk+'))).toEqual({
      ...filter,
      states: ['failed'],
      failureKey: 'e5',
      search: 'walk',
    });
  });

  it('are filtered by what is said of their subjects', () => {
    const dark = { kind: 'flag', value: 'DARK' };
    const shown = from('annotated=flag:DARK&without=genotype');
    expect(jobFilterOf(shown)).toEqual({
      ...filter,
      annotatedAs: [dark],
      leaveOut: [{ kind: 'genotype', value: null }],
    });
    expect(isFiltered(from('without=genotype'))).toBe(true);
  });

  it.each([
    '',
    '?states=lost,failed',
    '?kinds=timeout&failure=e5',
    '?setting=abc&q=walk+03',
    '?states=failed&sort=metric',
    '?annotated=flag:DARK&without=flag,remark:a%252C%2520b',
  ])('come back from the address %p as they were', (text) => {
    expect(shownJobsSearch(from(text))).toBe(text);
  });
});
