import { describe, expect, it } from '@jest/globals';
import { countCells } from './cell-counts';

describe('countCells', () => {
  it('counts what another batch would compute apart from what is done or under way', () => {
    const states = ['succeeded', 'failed', 'missing', 'missing', 'stale', 'running', 'waiting'] as const;
    expect(countCells(states.map((state) => ({ state })))).toEqual({
      succeeded: 1,
      failed: 1,
      stale: 1,
      underWay: 2,
      incomplete: 3,
      lacking: 4,
    });
  });

  it('counts nothing in a design without cells', () => {
    expect(countCells([])).toEqual({
      succeeded: 0,
      failed: 0,
      stale: 0,
      underWay: 0,
      incomplete: 0,
      lacking: 0,
    });
  });
});
