import { describe, expect, it } from '@jest/globals';
import { armFailPoint, failPoint } from './fail-points.js';
import { becomeMutant, isMutant, statementToSend } from './mutants.js';

describe('fail points', () => {
  it('do nothing until one is armed, and then only that one', async () => {
    await failPoint('before_publish');
    armFailPoint('before_publish:throw');
    await failPoint('before_finish');
    await expect(failPoint('before_publish')).rejects.toThrow('Fail point before_publish.');
  });

  it.each([
    'before_publish',
    'nowhere:kill',
    'before_publish:explode',
    'before_finish:sleep',
    'before_finish:kill(3)',
  ])('are not armed by %j', (text) => {
    expect(() => armFailPoint(text)).toThrow(/must be <name>:kill/);
  });
});

describe('mutants', () => {
  it('change nothing until one is chosen, and then what it is about', () => {
    const sql = 'update job set state = $1 where lease_until < clock_timestamp()';
    expect(statementToSend(sql)).toBe(sql);
    becomeMutant('rescue_ignores_leases');
    expect(statementToSend(sql)).toBe('update job set state = $1 where true');
    expect(statementToSend('select 1')).toBe('select 1');
    becomeMutant('kill_leader_only');
    expect([isMutant('kill_leader_only'), isMutant('record_before_blob')]).toEqual([true, false]);
    expect(statementToSend(sql)).toBe(sql);
    expect(() => becomeMutant('none')).toThrow(/There is no mutant none; there are no_fence, /);
  });
});
