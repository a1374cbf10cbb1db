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
      notChosen: 0,
      incomplete: 3,
      lacking: 4,
    });
  });

  it('counts what an adaptive design has still to choose, unless a batch is choosing', () => {
    const partly = cellCounts(stateCounts({ succeeded: 5, missing: 1 }), 8);
    expect(partly).toMatchObject({ notChosen: 2, incomplete: 3, lacking: 3 });
    expect(cellCounts(stateCounts({ succeeded: 5, running: 1 }), 8).notChosen).toBe(0);
  });

  it('counts nothing where nothing is given', () => {
    expect(Object.values(cellCounts(stateCounts(null)))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
