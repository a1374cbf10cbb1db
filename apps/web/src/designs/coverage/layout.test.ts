import { describe, expect, it } from '@jest/globals';
import type { CoverageData } from '../queries';
import { cellLabel, countsText, levelText, mapLayout } from './layout';
import type { CoverageCell } from './look';

const cell = (position: number, state: CoverageCell['state']): CoverageCell => ({
  position,
  setting: { 'weights.a': 1, loss: 'huber' },
  inputLabel: 'walk.csv',
  replicate: 1,
  state,
  jobId: null,
  metric: null,
});
const level = (value: CoverageData['groups'][number]['counts']) => ({ value, to: null });
const coverage: CoverageData = {
  counts: { succeeded: 2, missing: 1 },
  dimensions: [{ name: 'weights.a' }, { name: 'loss' }],
  rows: { name: 'weights.a', levels: [level(1), level(10)] },
  columns: { name: 'loss', levels: [level('huber'), level(null)] },
  groups: [
    { row: 0, column: 0, counts: { succeeded: 1 }, cells: [cell(0, 'succeeded')] },
    { row: 1, column: 0, counts: { succeeded: 1 }, cells: [cell(1, 'succeeded')] },
    { row: 1, column: 1, counts: { missing: 1 }, cells: [cell(2, 'missing')] },
  ],
};

describe('the coverage map', () => {
  it('places groups in rows and columns and leaves places empty that the design does not have', () => {
    const layout = mapLayout(coverage);
    expect(layout.columns).toEqual(['huber', 'not set']);
    expect(
      layout.rows.map(({ heading, groups }) => [heading, ...groups.map((group) => group?.total ?? null)]),
    ).toEqual([
      ['1', 1, null],
      ['10', 1, 1],
    ]);
    expect(layout.order.map(({ position }) => position)).toEqual([0, 1, 2]);
  });

  it('is one place where nothing varies, and has no single cells where it is large', () => {
    const layout = mapLayout({
      ...coverage,
      rows: null,
      columns: null,
      groups: [{ row: 0, column: 0, counts: { waiting: 400, reused: 20_000 }, cells: null }],
    });
    expect(layout.rows).toHaveLength(1);
    expect(layout.rows[0]?.groups[0]?.total).toBe(20_400);
    expect(layout.order).toEqual([]);
    expect(countsText(layout.rows[0]?.groups[0]?.counts ?? ({} as never))).toBe('20000 reused, 400 waiting');
  });

  it('names levels and cells', () => {
    expect(levelText({ value: 0.5, to: 20 })).toBe('0.5 – 20');
    expect(cellLabel(cell(0, 'failed'), true)).toBe('a = 1, loss = huber · walk.csv · replicate 1');
  });
});
