import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { besideEachOther, chosenRow, chosenSettings, neighbour } from './chosen';
import { diffLogs, folded, withoutNumbers } from './log-diff';
import { panned, wholePicture, zoomedAt } from './viewport';

const comparison = comparisonOf([
  { params: { a: 1 }, values: [0.4] },
  { params: { a: 2 }, values: [0.2] },
  { params: { a: 3 }, values: [0.3] },
]);
const rowOf = (key: string) => ({
  key,
  label: `${key}.csv`,
  disagreement: 1,
  cells: [{ settingKey: 's1', n: 1, mean: 0.2, jobId: '7', state: 'succeeded' as const, failed: 0 }],
});
const matrix = { rows: ['x', 'y', 'z'].map(rowOf) };

describe('what stands beside each other', () => {
  const keys = (selected: string[], most = 4) =>
    chosenSettings(comparison, new Set(selected), most).map(({ key }) => key);

  it('is the input asked for, else the first; its neighbours go around', () => {
    expect(chosenRow(matrix, 'y')?.key).toBe('y');
    expect(chosenRow(matrix, null)?.key).toBe('x');
    expect(chosenRow({ rows: [] }, 'y')).toBeNull();
    expect(neighbour(matrix, rowOf('z'), 1).key).toBe('x');
    expect(neighbour(matrix, rowOf('x'), -1).key).toBe('z');
  });

  it('is the selected settings, else the best and the baseline', () => {
    expect(keys([])).toEqual(['s1', 's0']);
    expect(keys(['s0', 's2'])).toEqual(['s2', 's0']);
    expect(keys(['s0', 's1', 's2'], 2)).toEqual(['s1', 's2']);
  });

  it('says where a setting was not tried on the input', () => {
    const beside = besideEachOther(rowOf('x'), comparison.settings);
    expect(beside.map(({ setting, cell }) => [setting.key, cell?.jobId])).toEqual([
      ['s1', '7'],
      ['s2', undefined],
      ['s0', undefined],
    ]);
  });
});

describe('the part of a picture that is seen', () => {
  it('is enlarged around the point, which stays', () => {
    const view = zoomedAt(wholePicture, 2, { x: 0.5, y: 0.25 });
    expect(view).toEqual({ scale: 2, x: -0.5, y: -0.25 });
    // The point of the picture that lay at 0.5, 0.25 still does.
    expect(view.x + 0.5 * view.scale).toBe(0.5);
  });

  it('never leaves the frame empty, and never shrinks below it', () => {
    expect(panned(wholePicture, 0.3, -0.3)).toEqual(wholePicture);
    expect(panned({ scale: 2, x: -0.5, y: -0.5 }, -9, 9)).toEqual({ scale: 2, x: -1, y: 0 });
    expect(zoomedAt({ scale: 2, x: -1, y: -1 }, 0.1, { x: 0, y: 0 })).toEqual(wholePicture);
  });
});

describe('diffLogs', () => {
  const a = ['start', '34 iterations, cost 12.5.', 'not converged', 'end'];
  const b = ['start', '8 iterations, cost 9.', 'end'];

  it('keeps equal lines together and says which side the others are of', () => {
    expect(diffLogs(a, b, 'count').map(({ side, text }) => [side, text])).toEqual([
      ['both', 'start'],
      ['a', '34 iterations, cost 12.5.'],
      ['a', 'not converged'],
      ['b', '8 iterations, cost 9.'],
      ['both', 'end'],
    ]);
  });

  it('takes lines that differ in numbers alone for equal where numbers do not count, and keeps both', () => {
    expect(diffLogs(a, b, 'ignore')).toEqual([
      { side: 'both', text: 'start' },
      { side: 'both', text: '34 iterations, cost 12.5.', other: '8 iterations, cost 9.' },
      { side: 'a', text: 'not converged' },
      { side: 'both', text: 'end' },
    ]);
    expect(withoutNumbers('cost −1.5e-3 of 1,000')).toBe('cost # of #');
  });

  it('folds long runs of equal lines away from differences', () => {
    const equal = Array.from({ length: 10 }, (_, i) => `line ${i}`);
    const lines = folded(diffLogs([...equal, 'old'], [...equal, 'new'], 'count'));
    expect(lines[0]).toEqual({ side: 'folded', count: 7 });
    expect(lines.slice(1).map((line) => ('text' in line ? line.text : ''))).toEqual([
      'line 7',
      'line 8',
      'line 9',
      'old',
      'new',
    ]);
    expect(folded(diffLogs(equal, equal, 'count'))).toEqual([{ side: 'folded', count: 10 }]);
  });
});
