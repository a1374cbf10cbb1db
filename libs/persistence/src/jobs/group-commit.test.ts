import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { groupCommit } from './group-commit.js';

class Outage extends Error {}

/** Each write takes a moment and is noted; negative numbers cannot be written. */
function writer(atMost = 100) {
  const groups: number[][] = [];
  const add = groupCommit<number, number>({
    async write(requests) {
      groups.push([...requests]);
      await sleep(20);
      if (requests.includes(0)) throw new Outage();
      if (requests.some((request) => request < 0)) throw new Error('refused');
      return requests.map((request) => request * 10);
    },
    isOutage: (error) => error instanceof Outage,
    atMost,
    lanes: 1,
  });
  return { add, groups };
}

describe('groupCommit', () => {
  it('writes one alone at once, and together what comes meanwhile', async () => {
    const { add, groups } = writer();
    const first = add(1);
    await sleep(5);
    expect(groups).toEqual([[1]]);
    expect(await Promise.all([first, add(2), add(3)])).toEqual([10, 20, 30]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('refuses only the request that cannot be written', async () => {
    const { add, groups } = writer();
    const answers = await Promise.allSettled([add(1), add(-2), add(3)]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null))).toEqual([
      10,
      null,
      30,
    ]);
    expect(groups).toEqual([[1, -2, 3], [1], [-2], [3]]);
    expect(await add(4)).toBe(40);
  });

  it('tries nothing singly when the whole write failed for another reason', async () => {
    const { add, groups } = writer();
    const answers = await Promise.allSettled([add(1), add(0)]);
    expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
    expect(groups).toHaveLength(1);
  });

  it('never writes more together than allowed', async () => {
    const { add, groups } = writer(2);
    expect(await Promise.all([1, 2, 3, 4, 5].map(add))).toEqual([10, 20, 30, 40, 50]);
    expect(groups).toEqual([[1, 2], [3, 4], [5]]);
  });
});
