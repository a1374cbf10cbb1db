import { describe, expect, it } from '@jest/globals';
import { leftOutText, readLeftOut } from './left-out.js';

describe('what is left out, in an address', () => {
  it('is read as it was written, whatever the values hold', () => {
    const list = [
      { kind: 'flag', value: 'MOTION_BLUR' },
      { kind: 'video_flag', value: null },
      { kind: 'remark', value: 'dark, 50 %: left' },
    ];
    expect(leftOutText(list)).toBe('flag:MOTION_BLUR,video_flag,remark:dark%2C%2050%20%25%3A%20left');
    expect(readLeftOut(leftOutText(list))).toEqual(list);
  });

  it('is nothing where nothing is said, and each entry counts once', () => {
    expect(leftOutText([])).toBeNull();
    expect(readLeftOut(null)).toEqual([]);
    expect(readLeftOut(',:X, flag:DARK ,flag:DARK')).toEqual([{ kind: 'flag', value: 'DARK' }]);
    expect(readLeftOut('remark:50%')).toEqual([{ kind: 'remark', value: '50%' }]);
  });
});
