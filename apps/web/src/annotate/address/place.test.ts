import { describe, expect, it } from '@jest/globals';
import { placeFrom, placeSearch } from './place';

describe('the place in the address', () => {
  it('survives the way there and back', () => {
    const place = { frame: 12, kind: 'my kind' };
    expect(placeFrom(new URLSearchParams(placeSearch(place)))).toEqual(place);
    expect(placeSearch({ frame: null, kind: null })).toBe('');
    expect(placeSearch({ frame: 0, kind: null })).toBe('?frame=0');
  });

  it('is the beginning where the address makes no sense', () => {
    expect(placeFrom(new URLSearchParams('frame=-1&kind='))).toEqual({ frame: null, kind: '' });
    expect(placeFrom(new URLSearchParams('frame=twelve'))).toEqual({ frame: null, kind: null });
  });
});
