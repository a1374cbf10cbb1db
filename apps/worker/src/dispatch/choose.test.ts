import { type BatchState, emptyJobCounts, type JobCounts } from '@batchyard/domain';
import type { ActiveBatch, DispatchSituation, QueuedJob } from '@batchyard/persistence';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseFairly, createFairRule, jobsPerMessage, limitsOf, roomInWindow } from './choose.js';

function batch(
  id: string,
  projectId: string,
  counts: Partial<JobCounts>,
  more: { priority?: number; concurrency?: number; state?: BatchState } = {},
): ActiveBatch {
  const { priority = 0, concurrency = null, state = 'running' } = more;
  return { id, projectId, state, priority, concurrency, counts: { ...emptyJobCounts(), ...counts } };
}

function situation(
  batches: ActiveBatch[],
  slots = 2,
  lastProjectId: string | null = null,
): DispatchSituation {
  return { batches, slots, lastProjectId };
}

/** The first jobs of each batch, named after it. */
function candidatesOf(batches: readonly ActiveBatch[], limit = 100): Map<string, QueuedJob[]> {
  return new Map(
    batches.map(({ id, counts }) => [
      id,
      Array.from({ length: Math.min(limit, counts.waiting) }, (_, n) => ({ id: `${id}.${n}`, attempt: 0 })),
    ]),
  );
}

const ids = (choices: readonly { job: QueuedJob }[]) => choices.map((choice) => choice.job.id);

describe('the window', () => {
  it.each([
    ['twice the free slots', [batch('1', '1', { waiting: 9, running: 1 })], 3, 0, 4],
    ['less what is queued', [batch('1', '1', { waiting: 9, running: 1, queued: 3 })], 3, 0, 1],
    [
      'nothing when no slot is free and jobs are long',
      [batch('1', '1', { waiting: 9, running: 3 })],
      3,
      0,
      0,
    ],
    ['more when jobs are short', [batch('1', '1', { waiting: 9, running: 3 })], 3, 10, 20],
    ['nothing without workers', [batch('1', '1', { waiting: 9 })], 0, 10, 0],
    ['not less for jobs of paused batches', [batch('1', '1', { queued: 4 }, { state: 'paused' })], 2, 0, 4],
  ])('is %s', (_what, batches, slots, startedSince, room) => {
    expect(roomInWindow(situation(batches, slots), startedSince)).toBe(room);
  });

  it('grows with the jobs that started since the last look', () => {
    const rule = createFairRule();
    const look = (succeeded: number) =>
      rule.limits(situation([batch('1', '1', { waiting: 900, running: 2, succeeded })])).get('1');
    expect(look(0)).toBeUndefined();
    expect(look(25)).toBe(50);
    expect(look(25)).toBeUndefined();
  });
});

describe('a message', () => {
  it.each([
    ['one job where jobs are long', 4, 1, 1],
    ['several where each slot got through some', 4, 6, 3],
    ['a few at most', 4, 400, 8],
  ])('names %s', (_what, slots, startedSince, jobs) => {
    expect(jobsPerMessage(slots, startedSince)).toBe(jobs);
  });
});

describe('a batch', () => {
  it.each([
    ['takes the whole room', batch('1', '1', { waiting: 9 }), 6],
    ['takes no more than waits, lost jobs included', batch('1', '1', { waiting: 2, lost: 1 }), 3],
    ['keeps to its limit', batch('1', '1', { waiting: 9, running: 1, queued: 1 }, { concurrency: 3 }), 1],
    ['at its limit gets nothing', batch('1', '1', { waiting: 9, running: 3 }, { concurrency: 3 }), undefined],
    ['that is paused gets nothing', batch('1', '1', { waiting: 9 }, { state: 'paused' }), undefined],
    ['that stops gets nothing', batch('1', '1', { waiting: 9 }, { state: 'stopping' }), undefined],
  ])('%s', (_what, one, limit) => {
    expect(limitsOf(situation([one]), 6).get('1')).toBe(limit);
  });
});

describe('projects', () => {
  it('take turns, however many jobs one of them has', () => {
    const batches = [batch('1', '7', { waiting: 1_000 }), batch('2', '8', { waiting: 2 })];
    const chosen = chooseFairly(situation(batches), candidatesOf(batches, 6), 6);
    expect(ids(chosen)).toEqual(['1.0', '2.0', '1.1', '2.1', '1.2', '1.3']);
  });

  it('with fewer jobs in flight come first', () => {
    const batches = [batch('1', '7', { waiting: 9, running: 2, queued: 1 }), batch('2', '8', { waiting: 9 })];
    const chosen = chooseFairly(situation(batches), candidatesOf(batches), 4);
    expect(ids(chosen)).toEqual(['2.0', '2.1', '2.2', '1.0']);
  });

  it('go on after the one that was served last', () => {
    const batches = ['9', '10', '11'].map((project, n) => batch(String(n), project, { waiting: 5 }));
    const served = chooseFairly(situation(batches, 2, '9'), candidatesOf(batches), 4).map((c) => c.projectId);
    expect(served).toEqual(['10', '11', '9', '10']);
  });
});

describe('within a project', () => {
  it('priority goes before age, and age before everything else', () => {
    const batches = [
      batch('10', '1', { waiting: 1 }),
      batch('9', '1', { waiting: 1 }),
      batch('12', '1', { waiting: 1 }, { priority: 5 }),
    ];
    expect(ids(chooseFairly(situation(batches), candidatesOf(batches), 9))).toEqual(['12.0', '9.0', '10.0']);
  });
});

describe('any situation', () => {
  it('never exceeds room or limits, never chooses twice, and serves hungry projects evenly', () => {
    const anyBatch = fc.record({
      project: fc.nat({ max: 3 }),
      waiting: fc.nat({ max: 12 }),
      running: fc.nat({ max: 4 }),
      concurrency: fc.option(fc.integer({ min: 1, max: 6 })),
      priority: fc.integer({ min: -2, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(anyBatch, { maxLength: 8 }), fc.nat({ max: 20 }), (list, room) => {
        const batches = list.map(({ project, waiting, running, concurrency, priority }, n) =>
          batch(
            String(n + 1),
            String(project),
            { waiting, running },
            { priority, ...(concurrency && { concurrency }) },
          ),
        );
        const now = situation(batches);
        const limits = limitsOf(now, room);
        const offered = new Map(
          [...candidatesOf(batches)].map(([id, jobs]) => [id, jobs.slice(0, limits.get(id) ?? 0)]),
        );
        const chosen = chooseFairly(now, offered, room);
        const total = [...offered.values()].flat().length;
        expect(chosen).toHaveLength(Math.min(room, total));
        expect(new Set(ids(chosen)).size).toBe(chosen.length);
        const left = (project: string) =>
          batches
            .filter((one) => one.projectId === project)
            .flatMap((one) => offered.get(one.id) ?? [])
            .filter((job) => !ids(chosen).includes(job.id)).length;
        const inFlight = (project: string) =>
          batches
            .filter((one) => one.projectId === project)
            .reduce((sum, one) => sum + one.counts.running, 0) +
          chosen.filter((choice) => choice.projectId === project).length;
        for (const hungry of new Set(batches.map((one) => one.projectId))) {
          if (left(hungry) === 0) continue;
          for (const served of new Set(chosen.map((choice) => choice.projectId))) {
            expect(inFlight(served)).toBeLessThanOrEqual(inFlight(hungry) + 1);
          }
        }
      }),
    );
  });
});
