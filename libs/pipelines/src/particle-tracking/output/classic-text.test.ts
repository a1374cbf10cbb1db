import { describe, expect, it } from '@jest/globals';
import { emptyTargets } from '../detection/targets.js';
import {
  addedText,
  linksText,
  positionsText,
  readPositionsText,
  readRows,
  readTargetsText,
  targetsText,
} from './classic-text.js';

const targets = emptyTargets(2);
targets.count = 2;
targets.x.set([12.25, 1023.4567]);
targets.y.set([1.5, 900.125]);
targets.pixels.set([9, 120]);
targets.width.set([3, 12]);
targets.height.set([3, 11]);
targets.greySum.set([500, 15565]);
targets.particle.set([-1, 7]);

const xyzMm = Float64Array.of(1.2345, -20, 300.0004, 0, 0.5, -0.25);

describe('classic text formats', () => {
  it('writes targets in columns, and reads them back', () => {
    const text = targetsText(targets);
    expect(text).toBe(
      '2\n' +
        '   0   12.2500    1.5000     9     3     3   500    -1\n' +
        '   1 1023.4567  900.1250   120    12    11 15565     7\n',
    );
    expect(readTargetsText(text, 'file')).toEqual(targets);
    expect(targetsText(readTargetsText(text, 'file'))).toBe(text);
    expect(readTargetsText(targetsText(emptyTargets(0)), 'file').count).toBe(0);
  });

  it('writes particles in columns with -1 for cameras that are not there, and reads them back', () => {
    const text = positionsText(xyzMm, Int32Array.of(5, -1, 17, 1234), 2);
    expect(text).toBe(
      '2\n   1     1.234   -20.000   300.000    5   -1   -1   -1\n   2     0.000     0.500    -0.250   17 1234   -1   -1\n',
    );
    const read = readPositionsText(text, 'file', 2);
    expect(positionsText(read.xyzMm, read.targetsOfParticle, 2)).toBe(text);
  });

  it('writes links, and priorities of what was measured and what was added', () => {
    const frame = { count: 2, xyzMm, previous: Int32Array.of(-1, 3), next: Int32Array.of(0, -2) };
    expect(linksText(frame)).toBe(
      '2\n  -1    0      1.234    -20.000    300.000\n   3   -2      0.000      0.500     -0.250\n',
    );
    expect(readRows(addedText(frame, 1), 'file', 6).map((row) => row[5])).toEqual([4, 2]);
  });

  it.each([
    ['', 'file, line 1: expected the number of rows, found '],
    ['many\n', 'file, line 1: expected the number of rows, found many'],
    ['2\n1 2\n', 'file: line 1 says 2 rows, but there are 1'],
    ['1\n1 x\n', 'file, line 2: expected 2 numbers, found 1 x'],
  ])('tells what is wrong with %j', (text, message) => {
    expect(() => readRows(text, 'file', 2)).toThrow(message);
  });
});
