import { describe, expect, it } from '@jest/globals';
import { allJobs, isFiltered, jobFilterOf, shownJobsFrom } from './shown-jobs';

const from = (text: string) => shownJobsFrom(new URLSearchParams(text));

describe('shown jobs', () => {
  it('are all of them without a word in the address', () => {
    expect(from('')).toEqual(allJobs);
    expect(isFiltered(from(''))).toBe(false);
    expect(jobFilterOf(from(''))).toBeNull();
  });

  it('follow states and setting in the address; unknown states do not count', () => {
    expect(from('states=failed,nonsense,timed_out')).toEqual({
      states: ['failed', 'timed_out'],
      settingKey: null,
    });
    expect(jobFilterOf(from('setting=abc'))).toEqual({ states: null, settingKey: 'abc' });
    expect(jobFilterOf(from('states=failed&setting=abc'))).toEqual({ states: ['failed'], settingKey: 'abc' });
  });
});
