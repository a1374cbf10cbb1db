import { describe, expect, it } from '@jest/globals';
import { detectFlags } from './detect-flags.js';
import {
  type Detection,
  defineDetector,
  type FlagLevel,
  flagTerms,
  threshold,
} from './detectors/detector.js';
import { detectors } from './detectors/registry.js';
import { collectSeries } from './reading/collect-series.js';
import { frameOfFile, parentsOf } from './reading/ids.js';

const series = collectSeries(
  ['20240411_A01_e01', '20240411_A01_e02'].flatMap((subject) =>
    [0, 1, 2, 3].map((number) => ({ subject, number, name: null, values: { area: 100 + number } })),
  ),
);

const detectorOf = (
  name: string,
  term: string,
  detect: (id: string, limit: number) => Detection,
  level: FlagLevel = 'frame',
) =>
  defineDetector({
    name,
    title: name,
    summary: name,
    level,
    term,
    severity: 'warning',
    measured: { title: 'Area', unit: 'px²' },
    needs: ['area'],
    params: { threshold: threshold(102, 'px²', 'Most', 'Flagged above.') },
    detect: ({ id }, params) => detect(id, params.threshold),
  });

const hit = (term: string, index: number | null) => ({ term, index, value: 1, limit: 0 });
const counts = (result: ReturnType<typeof detectFlags>) =>
  result.summaries.map(({ checked, detected, failed }) => [checked, detected, failed]);

describe('detectFlags', () => {
  it('S2-72 a detector that throws fails alone, for the entity that it threw on', () => {
    const broken = detectorOf('broken', 'DARK', (id) => {
      if (id.endsWith('e01')) throw new Error('no idea');
      return { hits: [hit('DARK', 1)] };
    });
    const sound = detectorOf('sound', 'EMPTY', () => ({ hits: [hit('EMPTY', 2)] }));
    const result = detectFlags([broken, sound], series, {}, []);
    expect(counts(result)).toEqual([
      [8, 1, 4],
      [8, 2, 0],
    ]);
    expect(result.summaries[0]!.failures).toEqual(['broken failed for 20240411_A01_e01: no idea']);
    expect(result.flags.map(({ entity, term, frames }) => [entity, term, frames])).toEqual([
      ['20240411_A01_e02', 'DARK', [1]],
      ['20240411_A01_e01', 'EMPTY', [2]],
      ['20240411_A01_e02', 'EMPTY', [2]],
    ]);
  });

  it('S2-77 a flag outside the list of the level counts as failed and is not set', () => {
    const wrong = detectorOf('wrong', 'NO_EMBRYO', () => ({ hits: [hit('DARK', 0), hit('NO_EMBRYO', 1)] }));
    const result = detectFlags([wrong], series, {}, []);
    expect([counts(result), result.flags]).toEqual([[[8, 0, 8]], []]);
    expect(result.summaries[0]!.failures[0]).toContain(
      'it returned the flag NO_EMBRYO, but a frame can have MOTION_BLUR',
    );
  });

  it('S2-70 every level has its own terms, and every registered detector sets one of its level', () => {
    const all = Object.values(flagTerms).flat();
    expect(new Set(all).size).toBe(all.length);
    for (const { level, term } of detectors) expect(flagTerms[level]).toContain(term);
    expect(new Set(detectors.map(({ level }) => level))).toEqual(new Set(Object.keys(flagTerms)));
  });

  it.each([
    ['frame', 8],
    ['subject', 2],
    ['video', 1],
    ['experiment', 1],
  ] as const)('S2-75 at level %s all %d entities are checked unless some are named', (level, checked) => {
    const none = detectorOf('none', flagTerms[level][0]!, () => ({ hits: [] }), level);
    expect(counts(detectFlags([none], series, {}, []))).toEqual([[checked, 0, 0]]);
    const [[few]] = counts(detectFlags([none], series, {}, ['20240411_A01_e02'])) as [[number]];
    expect(few).toBe(level === 'frame' ? 4 : level === 'subject' ? 1 : 0);
  });

  it('S2-73 parameters reach the detector', () => {
    const limits: number[] = [];
    const noting = detectorOf('noting', 'DARK', (_, limit) => {
      limits.push(limit);
      return { hits: [] };
    });
    detectFlags([noting], series.slice(0, 1), { noting: { threshold: 7 } }, []);
    detectFlags([noting], series.slice(0, 1), {}, []);
    expect(limits).toEqual([7, 102]);
  });
});

describe('ids', () => {
  it.each([
    ['20240411_A01_e01_s0005.png', '20240411_A01_e01', 5],
    ['20240411_A01_e01_0005.tif', '20240411_A01_e01', 5],
    ['20250624_chem02_28C_T00_1356_A01_t012.png', '20250624_chem02_28C_T00_1356_A01', 12],
    ['fish.frame_7.bmp', 'fish', 7],
    ['img0012.jpg', 'img', 12],
  ])('%s is a frame', (file, subject, number) => {
    expect(frameOfFile(file)).toMatchObject({ subject, number });
  });

  it.each(['picture.png', '0005.png', '_5.png'])('%s is none', (file) => {
    expect(frameOfFile(file)).toBeNull();
  });

  it('subjects belong to a video and an experiment where their id says so', () => {
    expect(parentsOf('20240411_A01_e01')).toEqual({ video: '20240411_A01', experiment: '20240411' });
    expect(parentsOf('20240411_A01')).toEqual({ video: '20240411_A01', experiment: '20240411' });
    expect(parentsOf('fish')).toEqual({ video: null, experiment: null });
  });
});
