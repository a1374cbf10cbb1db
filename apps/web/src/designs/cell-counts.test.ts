import { describe, expect, it } from '@jest/globals';
import { cellCounts, stateCounts } from './cell-counts';

describe('cellCounts', () => {
  it('counts what another batch would compute apart from what is done or under way', () => {
    const counts = {
      succeeded: 1,
      reused: 2,
      failed: 1,
      missing: 2,
      stopped_early: 4,
      stale: 1,
      running: 1,
      waiting: 1,
    };
    expect(cellCounts(stateCounts(counts))).toEqual({
      succeeded: 3,
      failed: 1,
      stale: 1,
      stoppedEarly: 4,
      underWay: 2,
      incomplete: 3,
      lacking: 4,
    });
  });

  it('counts nothing where nothing is given', () => {
    expect(Object.values(cellCounts(stateCounts(null)))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
