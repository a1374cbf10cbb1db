import { describe, expect, it } from '@jest/globals';
import { listed } from './listed.js';

describe('several names in one cell', () => {
  it.each([
    [[], ''],
    [['DARK'], 'DARK'],
    [['DARK', 'MOTION_BLUR'], 'DARK,MOTION_BLUR'],
    [['dark, late', 'say "x"'], '["dark, late","say \\"x\\""]'],
  ])('%j', (names, cell) => {
    expect(listed(names)).toBe(cell);
  });
});
