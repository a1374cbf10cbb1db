import { defaultVocabulary } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { chosenIds, leaveOutGroups, leftOutOf } from './annotation-choices';

describe('what may be left out', () => {
  it('is each value of each kind, flags first, and all of a kind', () => {
    const groups = leaveOutGroups(defaultVocabulary, []);
    expect(groups[0]).toMatchObject({
      group: 'Flag of frames',
      items: expect.arrayContaining([
        { value: 'flag', label: 'Flag of frames: any' },
        { value: 'flag:MOTION_BLUR', label: 'Motion blur' },
      ]),
    });
    expect(groups).toHaveLength(defaultVocabulary.kinds.length);
    expect(groups.at(-1)?.group).toBe('Treatment');
    const ids = groups.flatMap(({ items }) => items.map(({ value }) => value));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stays to be taken back where the vocabulary does not have it', () => {
    const chosen = [{ kind: 'remark', value: 'a, b' }];
    expect(leaveOutGroups(defaultVocabulary, chosen).at(-1)).toEqual({
      group: 'Other',
      items: [{ value: 'remark:a%2C%20b', label: 'a, b' }],
    });
    expect(leftOutOf(chosenIds(chosen))).toEqual(chosen);
  });
});
