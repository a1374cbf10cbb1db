import { describe, expect, it } from '@jest/globals';
import { centerOf, moved, showing, wholeView, zoomedAt } from './view';

const size = { widthPx: 800, heightPx: 600 };

describe('what is shown of a picture', () => {
  it('keeps the pixel under the pointer where it is', () => {
    const view = zoomedAt(wholeView, size, [200, 300], 4);
    expect(view).toEqual({ u: 150, v: 225, zoom: 4 });
    expect(zoomedAt(view, size, [200, 300], 0.25)).toEqual(wholeView);
  });
  it('never goes beyond the picture, nor is it ever smaller than the window', () => {
    expect(zoomedAt(wholeView, size, [0, 0], 0.1)).toEqual(wholeView);
    expect(moved({ u: 0, v: 0, zoom: 2 }, size, [-50, 900])).toEqual({ u: 0, v: 300, zoom: 2 });
    expect(zoomedAt(wholeView, size, [0, 0], 1e9).zoom).toBe(40);
  });
  it('follows a point that leaves it', () => {
    const view = { u: 0, v: 0, zoom: 4 };
    expect(showing(view, size, [100, 75])).toBe(view);
    expect(centerOf(showing(view, size, [400, 300]), size)).toEqual([400, 300]);
    expect(showing(wholeView, size, [799, 599])).toBe(wholeView);
  });
});
