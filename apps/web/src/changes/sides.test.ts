import { describe, expect, it } from '@jest/globals';
import { sidesOf } from './sides';

describe('both sides of a changed thing', () => {
  it('tell what differs, or all where one side is empty', () => {
    const [edema, dead] = [
      { value: 'EDEMA', frames: '0-4', note: 'a' },
      { value: 'DEAD', frames: '0-4' },
    ];
    expect(sidesOf(edema, dead)).toEqual({ before: 'value EDEMA · note a', after: 'value DEAD' });
    expect(sidesOf({ temp: 28 }, { temp: 28, medium: 'E3' })).toEqual({
      before: 'empty',
      after: 'medium E3',
    });
    expect(sidesOf(null, dead)).toEqual({ before: 'was not there', after: 'value DEAD · frames 0-4' });
    expect(sidesOf({ frames: 10 }, null)).toEqual({ before: 'frames 10', after: 'taken away' });
  });

  it('are cut where they are long', () => {
    expect(sidesOf({ note: 'x'.repeat(1_000) }, null).before).toHaveLength(401);
  });
});
