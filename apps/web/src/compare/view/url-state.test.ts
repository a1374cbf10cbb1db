import { describe, expect, it } from '@jest/globals';
import { type CompareView, defaultSort, parseView, viewSearch } from './url-state';

const parse = (search: string) => parseView(new URLSearchParams(search));

describe('the address of a comparison', () => {
  it('holds every part of the view and gives it back', () => {
    const view: CompareView = {
      batchIds: ['1', '2'],
      metric: 'final_cost',
      direction: 'maximize',
      baselineKey: 'a&b=c',
      x: 'weights.lambda_rigid',
      y: 'optimization.max_iterations',
      sort: { column: 'metric:final_cost', order: 'descending' },
    };
    expect(parse(viewSearch(view))).toEqual(view);
    expect(viewSearch(view)).toContain('batches=1,2&metric=final_cost');
    expect(viewSearch(view)).toContain('sort=-metric:final_cost');
  });

  it('leaves defaults out', () => {
    expect(viewSearch(parse('batches=7'))).toBe('?batches=7');
    expect(viewSearch(parse(''))).toBe('');
  });

  it('names each batch once and ignores empty ones', () => {
    expect(parse('batches=3,,3, 4').batchIds).toEqual(['3', '4']);
  });

  it('falls back to defaults where a part is unusable', () => {
    expect(parse('direction=sideways').direction).toBeNull();
    expect(parse('sort=-').sort).toEqual(defaultSort);
    expect(parse('sort=duration').sort).toEqual({ column: 'duration', order: 'ascending' });
    expect(parse('metric=%20').metric).toBeNull();
  });
});
