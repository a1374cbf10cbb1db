import { describe, expect, it } from '@jest/globals';
import {
  emptyJobCounts,
  finalJobStates,
  isFinalJobState,
  jobStates,
  jobTransitions,
  statesBefore,
} from './state.js';

describe('job states', () => {
  it('leave a final state by an explicit retry only', () => {
    const leaving = jobTransitions.filter(({ from }) => isFinalJobState(from));
    expect(new Set(leaving.map(({ verb }) => verb))).toEqual(new Set(['retry']));
    expect(leaving.map(({ from }) => from)).not.toContain('succeeded');
    expect(leaving.map(({ from }) => from)).not.toContain('reused');
  });

  it('can all be reached from waiting, and every state that is not final leads to a final one', () => {
    const reach = (start: string) => {
      const seen = new Set([start]);
      for (let size = 0; size !== seen.size; ) {
        size = seen.size;
        for (const { from, to } of jobTransitions) if (seen.has(from)) seen.add(to);
      }
      return seen;
    };
    expect(reach('waiting')).toEqual(new Set(jobStates));
    for (const state of jobStates.filter((entry) => !isFinalJobState(entry))) {
      expect([...reach(state)].some((entry) => (finalJobStates as readonly string[]).includes(entry))).toBe(
        true,
      );
    }
  });

  it('name each pair of states once', () => {
    const pairs = jobTransitions.map(({ from, to }) => `${from}>${to}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('tell which states a verb may start from', () => {
    expect(statesBefore('start')).toEqual(['queued', 'waiting']);
    expect(statesBefore('dispatch')).toEqual(['waiting', 'lost']);
  });

  it('count from zero in every state', () => {
    expect(Object.keys(emptyJobCounts())).toEqual([...jobStates]);
    expect(Object.values(emptyJobCounts()).every((n) => n === 0)).toBe(true);
  });
});
