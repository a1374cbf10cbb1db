import { expect, it } from '@jest/globals';
import { type Machine, roomFor } from './memory-room.js';

const machine = (slots: number, memoryBytes: number | null): Machine => ({ slots, memoryBytes });

it.each<[string, number | null, Machine[], number | null]>([
  ['nothing known of the job', null, [machine(4, 1e9)], null],
  ['no machine', 1e9, [], null],
  ['nothing known of the machine', 1e9, [machine(4, null)], null],
  ['enough for every slot', 1e9, [machine(4, 5e9)], null],
  ['a fifth is left to the system', 1e9, [machine(4, 4.9e9)], 3],
  ['S1-04 one at a time', 1e9, [machine(4, 2e9)], 1],
  ['S1-04 room for none: alone', 8e9, [machine(4, 4e9)], 1],
  ['the tightest of several', 1e9, [machine(4, 64e9), machine(4, 3e9), machine(2, null)], 2],
  ['a small machine with few slots', 1e9, [machine(1, 1.5e9), machine(8, 64e9)], null],
])('%s', (_what, jobBytes, machines, jobs) => {
  expect(roomFor(jobBytes, machines)).toEqual(jobs === null ? null : { jobBytes, jobs });
});
