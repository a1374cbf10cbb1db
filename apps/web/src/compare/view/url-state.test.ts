import { describe, expect, it } from '@jest/globals';
import {
  type CompareView,
  defaultSort,
  hasSources,
  parseView,
  viewSearch,
  withoutSettings,
} from './url-state';

const parse = (search: string) => parseView(new URLSearchParams(search));

const full: CompareView = {
  batchIds: ['1', '2'],
  designIds: ['7'],
  jobIds: ['30'],
  metric: 'final_cost',
  direction: 'maximize',
  baselineKey: 'a&b=c',
  objectives: ['jitter_mm', 'duration'],
  leaveOut: [
    { kind: 'flag', value: 'MOTION_BLUR' },
    { kind: 'remark', value: 'dark, wet' },
  ],
  x: 'weights.lambda_rigid',
  y: 'optimization.max_iterations',
  sort: { column: 'metric:final_cost', order: 'descending' },
  tab: 'parallel',
  only: ['ab12cd34'],
  selected: ['ab12cd34', 'ef56ab78'],
  brushes: [{ id: 'parameter:weights.lambda_rigid', low: -1e-7, high: 500 }],
  axes: [
    { id: 'parameter:weights.lambda_rigid', scale: 'log', isFlipped: true },
    { id: 'metric:final_cost', scale: null, isFlipped: false },
  ],
  scatter: ['parameter:weights.lambda_rigid', 'metric:final_cost'],
  box: 'weights.lambda_rigid',
  hidden: ['failed', 'metric:jitter_mm'],
  item: '0f3a',
  sweeps: ['C', 'A'],
  identical: 'show',
};

describe('the address of a comparison', () => {
  it('holds every part of the view and gives it back', () => {
    expect(parse(viewSearch(full))).toEqual(full);
    expect(viewSearch(full)).toContain('batches=1,2&designs=7&jobs=30&metric=final_cost');
    expect(viewSearch(full)).toContain('sort=-metric:final_cost');
  });

  it('leaves defaults out', () => {
    expect(viewSearch(parse('batches=7'))).toBe('?batches=7');
    expect(viewSearch(parse(''))).toBe('');
  });

  it('tells no hidden column from columns as the reader left them', () => {
    expect(parse('').hidden).toBeNull();
    expect(viewSearch({ ...parse(''), hidden: [] })).toBe('?hide=-');
    expect(parse('hide=-').hidden).toEqual([]);
  });

  it('names each source once and ignores empty ones', () => {
    expect(parse('batches=3,,3, 4').batchIds).toEqual(['3', '4']);
    expect(hasSources(parse('batches=,'))).toBe(false);
    expect(hasSources(parse('jobs=3'))).toBe(true);
  });

  it('falls back to defaults where a part is unusable', () => {
    expect(parse('direction=sideways').direction).toBeNull();
    expect(parse('sort=-').sort).toEqual(defaultSort);
    expect(parse('sort=duration').sort).toEqual({ column: 'duration', order: 'ascending' });
    expect(parse('metric=%20').metric).toBeNull();
    expect(parse('brush=a~1,b~2~1,c~x~3,d~1~2,e~1~2~3,f~~4').brushes).toEqual([{ id: 'd', low: 1, high: 2 }]);
    expect(parse('scatter=a').scatter).toBeNull();
    expect(parse('axes=,~log').axes).toEqual([]);
  });

  it('forgets what refers to settings when the sources change', () => {
    expect(viewSearch(withoutSettings(full))).not.toMatch(/baseline|only|selected|brush/);
    expect(withoutSettings(full).axes).toEqual(full.axes);
  });

  it('keeps parts that have not changed, so that nothing is worked out anew for them', () => {
    const first = parseView(new URLSearchParams('batches=1,2&selected=ab&brush=a~1~2'));
    const next = parseView(new URLSearchParams('batches=1,2&selected=cd&brush=a~1~2'), first);
    expect(next).toEqual({ ...first, selected: ['cd'] });
    expect(next.brushes).toBe(first.brushes);
    expect(next.batchIds).toBe(first.batchIds);
    expect(next.sort).toBe(first.sort);
  });
});
