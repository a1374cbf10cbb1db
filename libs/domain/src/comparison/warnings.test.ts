import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.js';
import { costMetric, errorMetric, settingOf, summaryOf } from './testing/setting.js';

const codes = (settings: Parameters<typeof compare>[0], metric = errorMetric) =>
  compare(settings, { metric, direction: 'minimize' }).warnings.map(({ code }) => code);

describe('warnings', () => {
  const weighted = (rigid: number, cost: number) =>
    settingOf({ weights: { rigid }, steps: rigid }, [1, 2], { metrics: { cost: summaryOf([cost, cost]) } });
  const stepped = (steps: number) =>
    settingOf({ weights: { rigid: 1 }, steps }, [1, 2], { metrics: { cost: summaryOf([1, 2]) } });

  it('S0-47: cost says nothing across weights, but does across steps', () => {
    expect(codes([weighted(1, 5), weighted(2, 4)], costMetric)).toContain('INCOMPARABLE_METRIC');
    expect(codes([stepped(1), stepped(2)], costMetric)).not.toContain('INCOMPARABLE_METRIC');
  });

  it('says which jobs were stopped early apart from others without a result', () => {
    const stopped = settingOf({ a: 2 }, [1], { jobs: 4, failed: 0, stoppedEarly: 2, cancelledOrSkipped: 1 });
    const { warnings } = compare([settingOf({ a: 1 }, [1, 2]), stopped], {
      metric: errorMetric,
      direction: 'minimize',
    });
    expect(warnings.slice(0, 2)).toEqual([
      {
        code: 'JOBS_WITHOUT_RESULT',
        message: '1 of 6 jobs ended without a result and enter no mean.',
      },
      {
        code: 'STOPPED_EARLY',
        message:
          '2 of 6 jobs were stopped early for doing worse than others. They enter no mean, so such a setting may look better than it is.',
      },
    ]);
  });

  it('says when settings ran on different inputs, as those of several batches may (S0-48)', () => {
    const elsewhere = settingOf({ a: 2 }, [1, 2], {
      observations: [1, 2].map((value, i) => ({ input: `other ${i}`, replicate: 1, value })),
    });
    expect(codes([settingOf({ a: 1 }, [1, 2]), elsewhere])).toEqual(['DIFFERENT_INPUTS']);
    expect(codes([settingOf({ a: 1 }, [1, 2]), settingOf({ a: 2 }, [3, 4])])).toEqual([]);
    const running = settingOf({ a: 3 }, [1], { jobs: 2, failed: 0, unfinished: 1 });
    expect(codes([settingOf({ a: 1 }, [1, 2]), running])).toEqual(['UNFINISHED', 'UNEQUAL_N']);
  });
});
