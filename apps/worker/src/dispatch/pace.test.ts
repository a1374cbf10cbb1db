import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { paceDispatch } from './pace.js';

function paced(inHand: number) {
  const state = { inHand, wakes: 0 };
  const pace = paceDispatch({ wake: () => state.wakes++, slots: 2, inHand: () => state.inHand });
  return { state, pace };
}

describe('dispatch', () => {
  it('is woken by every change while few jobs are in hand', () => {
    const { state, pace } = paced(5);
    for (let change = 0; change < 4; change++) pace.changed();
    pace.jobEnded();
    expect(state.wakes).toBe(5);
  });

  it('is woken once and then seldom while there are enough, and not forgotten', async () => {
    const { state, pace } = paced(6);
    for (let change = 0; change < 50; change++) pace.changed();
    expect(state.wakes).toBe(1);
    await sleep(150);
    expect(state.wakes).toBe(2);
    pace.cancel();
  });

  it('takes as many for few as end in the time of a look', () => {
    const { state, pace } = paced(40);
    for (let job = 0; job < 40; job++) pace.jobEnded();
    expect(state.wakes).toBe(1);
    pace.jobEnded();
    expect(state.wakes).toBe(2);
    pace.cancel();
  });
});
