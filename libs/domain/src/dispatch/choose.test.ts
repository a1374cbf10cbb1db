import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BatchState } from '../batches/state.js';
import { emptyJobCounts, type JobCounts } from '../jobs/state.js';
import { chooseFairly, createFairRule, type DispatchCandidate } from './choose.js';
import { type ActiveBatch, type DispatchSituation, inFlight, labelKey } from './situation.js';
import { jobsPerMessage, limitsOf, roomsInWindows } from './window.js';

interface More {
  readonly priority?: number;
  readonly createdAtMs?: number;
  readonly concurrency?: number | null;
  readonly state?: BatchState;
  readonly labels?: readonly string[];
  readonly staleQueued?: number;
}

function batch(id: string, projectId: string, counts: Partial<JobCounts>, more: More = {}): ActiveBatch {
  return {
    id,
    projectId,
    state: 'running',
    priority: 0,
    createdAtMs: 0,
    concurrency: null,
    labels: [],
    counts: { ...emptyJobCounts(), ...counts },
    staleQueued: 0,
    ...more,
  };
}

const worker = (slots: number, labels: readonly string[] = [], refusal: string | null = null) => ({
  slots,
  labels,
  refusal,
});

function situation(batches: ActiveBatch[], more: Partial<DispatchSituation> = {}): DispatchSituation {
  return { batches, workers: [worker(2)], projectLimits: new Map(), lastProjectId: null, ...more };
}

const withSlots = (batches: ActiveBatch[], slots: number) =>
  situation(batches, { workers: slots === 0 ? [] : [worker(slots)] });
const room = (jobs: number) => new Map([['', jobs]]);

/** The first jobs of each batch, named after it. */
function candidatesOf(batches: readonly ActiveBatch[], limit = 100): Map<string, DispatchCandidate[]> {
  return new Map(
    batches.map(({ id, counts }) => [
      id,
      Array.from({ length: Math.min(limit, counts.waiting) }, (_, n) => ({ id: `${id}.${n}`, attempt: 0 })),
    ]),
  );
}

const ids = (choices: readonly { job: DispatchCandidate }[]) => choices.map((choice) => choice.job.id);

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
    [
      'not less for what a dead worker had heard of',
      [batch('1', '1', { waiting: 9, queued: 30 }, { staleQueued: 28 })],
      4,
      0,
      6,
    ],
    [
      'never without bounds',
      [batch('1', '1', { waiting: 9, queued: 1_998 }, { staleQueued: 1_998 })],
      4,
      0,
      2,
    ],
    ['not less for jobs of paused batches', [batch('1', '1', { queued: 4 }, { state: 'paused' })], 2, 0, 4],
  ])('is %s', (_what, batches, slots, startedSince, jobs) => {
    expect(roomsInWindows(withSlots(batches, slots), new Map([['1', startedSince]])).get('')).toBe(jobs);
  });

  it('grows with the jobs that started lately, however long ago the last look was', () => {
    let nowMs = 0;
    const rule = createFairRule(() => nowMs);
    const look = (atMs: number, succeeded: number) => {
      nowMs = atMs;
      const rival = batch('2', '1', { waiting: 1 });
      return rule
        .limits(situation([batch('1', '1', { waiting: 900, running: 2, succeeded }), rival]))
        .get('1');
    };
    expect(look(0, 0)).toBeUndefined();
    expect(look(100, 25)).toBe(50);
    expect(look(300, 75)).toBe(50);
    expect(look(400, 75)).toBeUndefined();
  });

  it('is for free slots alone where those that get free help themselves', () => {
    let nowMs = 0;
    const rule = createFairRule(() => nowMs);
    const limits = (running: number, succeeded: number) => {
      nowMs += 100;
      return rule.limits(situation([batch('1', '1', { waiting: 900, running, succeeded })])).get('1');
    };
    limits(2, 0);
    expect([limits(2, 500), limits(1, 900)]).toEqual([undefined, 2]);
  });

  it('is one for each set of labels, of the workers that carry them and take jobs', () => {
    const batches = [
      batch('1', '1', { waiting: 9 }),
      batch('2', '1', { waiting: 9, running: 1 }, { labels: ['gpu'] }),
      batch('3', '1', { waiting: 9 }, { labels: ['gpu', 'big'] }),
      batch('4', '1', { waiting: 9 }, { labels: ['fpga'] }),
    ];
    const workers = [worker(3), worker(2, ['gpu']), worker(4, ['big', 'gpu'], 'The disk is full.')];
    expect(Object.fromEntries(roomsInWindows(situation(batches, { workers })))).toEqual({
      '': 8,
      gpu: 2,
      'big,gpu': 0,
      fpga: 0,
    });
  });
});

describe('a message', () => {
  it.each([
    ['one job where jobs are long', 1, 0, 1],
    ['what a worker gets through in a moment', 4, 40, 10],
    ['64 at most', 1, 400, 64],
  ])('names %s', (_what, workers, started, jobs) => {
    expect(jobsPerMessage(workers, started)).toBe(jobs);
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
    expect(limitsOf(situation([one]), room(6)).get('1')).toBe(limit);
  });

  it.each([
    ['takes what its project has left', 5, 3],
    ['gets nothing where its project is at its limit', 2, undefined],
    ['gets nothing where its project is beyond a limit that was lowered', 1, undefined],
  ])('%s', (_what, projectLimit, limit) => {
    const batches = [batch('1', '7', { waiting: 9, running: 1 }), batch('2', '7', { running: 1 })];
    const now = situation(batches, { projectLimits: new Map([['7', projectLimit]]) });
    expect(limitsOf(now, room(6)).get('1')).toBe(limit);
  });
});

describe('projects', () => {
  it('take turns, however many jobs one of them has', () => {
    const batches = [batch('1', '7', { waiting: 1_000 }), batch('2', '8', { waiting: 2 })];
    const chosen = chooseFairly(situation(batches), candidatesOf(batches, 6), room(6));
    expect(ids(chosen)).toEqual(['1.0', '2.0', '1.1', '2.1', '1.2', '1.3']);
  });

  it('with fewer jobs in flight come first', () => {
    const batches = [batch('1', '7', { waiting: 9, running: 2, queued: 1 }), batch('2', '8', { waiting: 9 })];
    const chosen = chooseFairly(situation(batches), candidatesOf(batches), room(4));
    expect(ids(chosen)).toEqual(['2.0', '2.1', '2.2', '1.0']);
  });

  it('go on after the one that was served last', () => {
    const batches = ['9', '10', '11'].map((project, n) => batch(String(n), project, { waiting: 5 }));
    const served = chooseFairly(
      situation(batches, { lastProjectId: '9' }),
      candidatesOf(batches),
      room(4),
    ).map((c) => c.projectId);
    expect(served).toEqual(['10', '11', '9', '10']);
  });
});

describe('within a project', () => {
  it('the batch goes first that would have been started first, had each its head start', () => {
    const batches = [
      batch('10', '1', { waiting: 1 }, { createdAtMs: 60_000 }),
      batch('9', '1', { waiting: 1 }, { createdAtMs: 50_000 }),
      batch('12', '1', { waiting: 1 }, { createdAtMs: 70_000, priority: 15 }),
      batch('13', '1', { waiting: 1 }, { createdAtMs: 0, priority: -100 }),
      batch('14', '1', { waiting: 1 }, { createdAtMs: 60_000 }),
    ];
    expect(ids(chooseFairly(situation(batches), candidatesOf(batches), room(9)))).toEqual([
      '9.0',
      '12.0',
      '10.0',
      '14.0',
      '13.0',
    ]);
  });

  it('a batch whose workers are busy lets others pass', () => {
    const batches = [batch('1', '1', { waiting: 3 }, { labels: ['gpu'] }), batch('2', '1', { waiting: 3 })];
    const rooms = new Map([
      ['', 2],
      ['gpu', 1],
    ]);
    const chosen = chooseFairly(situation(batches), candidatesOf(batches), rooms);
    expect(chosen.map(({ job, labels }) => [job.id, labels])).toEqual([
      ['1.0', ['gpu']],
      ['2.0', []],
      ['2.1', []],
    ]);
  });
});

describe('any situation', () => {
  const anyBatch = fc.record({
    project: fc.nat({ max: 3 }),
    waiting: fc.nat({ max: 12 }),
    running: fc.nat({ max: 4 }),
    concurrency: fc.option(fc.integer({ min: 1, max: 6 })),
    priority: fc.integer({ min: -20, max: 20 }),
    createdAtMs: fc.nat({ max: 40_000 }),
    labels: fc.subarray(['gpu', 'big']),
  });
  const anySituation = fc
    .record({
      list: fc.array(anyBatch, { maxLength: 8 }),
      workers: fc.array(
        fc.record({
          slots: fc.integer({ min: 1, max: 5 }),
          labels: fc.subarray(['gpu', 'big']),
          refusal: fc.option(fc.constant('full'), { freq: 5 }),
        }),
        { maxLength: 4 },
      ),
      limits: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
    })
    .map(({ list, workers, limits }) =>
      situation(
        list.map(({ project, waiting, running, ...more }, n) =>
          batch(String(n + 1), String(project), { waiting, running }, more),
        ),
        { workers, projectLimits: new Map(limits.map((limit, project) => [String(project), limit])) },
      ),
    );
  const choose = (now: DispatchSituation) => {
    const rooms = roomsInWindows(now);
    const limits = limitsOf(now, rooms);
    const offered = new Map(
      [...candidatesOf(now.batches)].map(([id, jobs]) => [id, jobs.slice(0, limits.get(id) ?? 0)]),
    );
    return { rooms, offered, chosen: chooseFairly(now, offered, rooms) };
  };
  const batchOf = (now: DispatchSituation, job: DispatchCandidate) =>
    now.batches.find((one) => one.id === job.id.split('.')[0]);

  it('exceeds no limit of batch, project or window, and chooses nothing twice', () => {
    fc.assert(
      fc.property(anySituation, (now) => {
        const { rooms, chosen } = choose(now);
        expect(new Set(ids(chosen)).size).toBe(chosen.length);
        for (const [key, jobs] of rooms) {
          const taken = chosen.filter((choice) => labelKey(choice.labels) === key).length;
          expect(taken).toBeLessThanOrEqual(jobs);
        }
        for (const one of now.batches) {
          const taken = chosen.filter((choice) => batchOf(now, choice.job) === one).length;
          if (taken > 0) expect(inFlight(one) + taken).toBeLessThanOrEqual(one.concurrency ?? 1e9);
        }
        for (const [project, limit] of now.projectLimits) {
          const taken = chosen.filter((choice) => choice.projectId === project).length;
          const before = now.batches
            .filter((one) => one.projectId === project)
            .reduce((sum, one) => sum + inFlight(one), 0);
          if (taken > 0) expect(before + taken).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('leaves no room unused that an offered job may have', () => {
    fc.assert(
      fc.property(anySituation, (now) => {
        const { rooms, offered, chosen } = choose(now);
        for (const one of now.batches) {
          const left = (offered.get(one.id) ?? []).some((job) => !ids(chosen).includes(job.id));
          if (!left) continue;
          const key = labelKey(one.labels);
          const isWindowFull =
            chosen.filter((choice) => labelKey(choice.labels) === key).length === rooms.get(key);
          const inProject =
            now.batches
              .filter((other) => other.projectId === one.projectId)
              .reduce((sum, other) => sum + inFlight(other), 0) +
            chosen.filter((choice) => choice.projectId === one.projectId).length;
          expect(isWindowFull || inProject >= (now.projectLimits.get(one.projectId) ?? 1e9)).toBe(true);
        }
      }),
    );
  });

  it('serves hungry projects evenly', () => {
    fc.assert(
      fc.property(anySituation, (mixed) => {
        const now = {
          ...mixed,
          batches: mixed.batches.map((one) => ({ ...one, labels: [] })),
          projectLimits: new Map(),
        };
        const { offered, chosen } = choose(now);
        const inProject = (project: string) =>
          now.batches
            .filter((one) => one.projectId === project)
            .reduce((sum, one) => sum + one.counts.running, 0) +
          chosen.filter((choice) => choice.projectId === project).length;
        for (const hungry of now.batches) {
          if ((offered.get(hungry.id) ?? []).every((job) => ids(chosen).includes(job.id))) continue;
          for (const served of new Set(chosen.map((choice) => choice.projectId))) {
            expect(inProject(served)).toBeLessThanOrEqual(inProject(hungry.projectId) + 1);
          }
        }
      }),
    );
  });
});

describe('over time', () => {
  /** Each turn one slot frees, one job is chosen and runs at once. @returns batch ids in the order served */
  function serve(turns: number, arrivals: (turn: number) => ActiveBatch[]): string[] {
    let batches: ActiveBatch[] = [];
    let lastProjectId: string | null = null;
    const served: string[] = [];
    for (let turn = 0; turn < turns; turn++) {
      batches = [...batches, ...arrivals(turn)];
      const now = situation(batches, { lastProjectId });
      const [choice] = chooseFairly(now, candidatesOf(batches, 1), room(1));
      if (choice === undefined) continue;
      lastProjectId = choice.projectId;
      const id = choice.job.id.split('.')[0] ?? '';
      served.push(id);
      batches = batches.map((one) =>
        one.id === id
          ? {
              ...one,
              counts: { ...one.counts, waiting: one.counts.waiting - 1, succeeded: one.counts.succeeded + 1 },
            }
          : one,
      );
    }
    return served;
  }

  it('nobody starves, whatever head start the others have', () => {
    // Every second a batch comes with a head start of a minute, more than can be served beside it.
    const served = serve(200, (turn) => [
      ...(turn === 0 ? [batch('1', '1', { waiting: 5 }, { createdAtMs: 0 })] : []),
      batch(String(turn + 2), '1', { waiting: 2 }, { createdAtMs: turn * 1000, priority: 60 }),
    ]);
    // Those that came in the first minute have 120 jobs; then it is first.
    expect(served.filter((id) => id === '1')).toHaveLength(5);
    expect(served.indexOf('1')).toBe(120);
  });

  it('two projects share the slots, however many batches one of them has', () => {
    const served = serve(100, (turn) =>
      turn > 0
        ? []
        : [
            batch('1', '1', { waiting: 500 }),
            batch('2', '1', { waiting: 500 }, { priority: 600_000 }),
            batch('3', '2', { waiting: 500 }, { priority: -600_000 }),
          ],
    );
    expect(served.filter((id) => id === '3')).toHaveLength(50);
  });
});
