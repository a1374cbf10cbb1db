import { describe, expect, it } from '@jest/globals';
import {
  bestInRow,
  cellsBySetting,
  cellText,
  columnsAtFirst,
  disagreementText,
  shareInRow,
  shownSettings,
} from './matrix';
import type { InputCell, InputMatrix } from './queries';

const cell = (settingKey: string, mean: number | null, rest: Partial<InputCell> = {}): InputCell => ({
  settingKey,
  n: mean === null ? 0 : 1,
  mean,
  jobId: `job of ${settingKey}`,
  state: mean === null ? 'failed' : 'succeeded',
  failed: 0,
  ...rest,
});
const row = {
  key: 'walk',
  label: 'walk_01.csv',
  disagreement: 0.25,
  cells: [cell('a', 2), cell('b', 4), cell('c', 3)],
};
const settings = Array.from({ length: 20 }, (_, i) => ({ key: `s${i}`, values: {}, mean: i }));

describe('columns', () => {
  const keysOf = (...[matrix, selected, all]: Parameters<typeof shownSettings>) =>
    shownSettings(matrix, selected, all).map(({ key }) => key);

  it('are the best settings at first, and all on request', () => {
    expect(keysOf({ settings }, new Set(), 'best')).toEqual(
      settings.slice(0, columnsAtFirst).map(({ key }) => key),
    );
    expect(keysOf({ settings }, new Set(), 'all')).toHaveLength(20);
  });

  it('are the selected settings where there are two or more, in their order', () => {
    expect(keysOf({ settings }, new Set(['s15', 's3']), 'best')).toEqual(['s3', 's15']);
    expect(keysOf({ settings }, new Set(['s15']), 'best')).toHaveLength(columnsAtFirst);
  });
});

describe('cells', () => {
  it('are coloured by their place between the extremes of their own row', () => {
    expect([2, 3, 4].map(shareInRow(row))).toEqual([0, 0.5, 1]);
  });

  it('mark the best of a row by the direction, and none where all are equal', () => {
    expect(bestInRow(row, 'minimize')).toBe(2);
    expect(bestInRow(row, 'maximize')).toBe(4);
    expect(bestInRow({ cells: [cell('a', 2), cell('b', 2)] }, 'minimize')).toBeNull();
    expect(bestInRow({ cells: [cell('a', null)] }, 'minimize')).toBeNull();
  });

  it.each<[string, InputCell | undefined]>([
    ['2.5 mm', cell('a', 2.5)],
    ['2.5 mm, mean of 3 jobs, 1 failed', cell('a', 2.5, { n: 3, failed: 1 })],
    ['failed', cell('a', null, { failed: 2 })],
    ['no result yet', cell('a', null, { state: 'running' })],
    ['not tried', cellsBySetting(row).get('d')],
  ])('read as “%s”', (text, given) => {
    expect(cellText(given, 'mm')).toBe(text);
  });
});

describe('disagreementText', () => {
  const matrix = {
    metric: { name: 'e', title: 'Error', unit: 'mm' },
    total: 60,
    totalSettings: 3,
    settings: [],
  };
  const text = (rows: InputMatrix['rows']) => disagreementText({ ...matrix, rows });

  it('names the input on which settings differ most, and how many are shown', () => {
    expect(text([row])).toBe(
      'The choice of the setting matters most on walk_01.csv (SD over settings 0.25 mm). 1 of 60 inputs shown.',
    );
  });

  it('says what is missing', () => {
    expect(text([])).toBe('No input has been processed yet.');
    expect(text([{ ...row, disagreement: null }])).toContain('once two of them have finished');
  });
});
