import { describe, expect, it } from '@jest/globals';
import { fitted, neighbours, shifted, zoomedAt } from './placement';

const window = { width: 800, height: 600 };

describe('placing an image', () => {
  it('keeps the point below the pointer while zooming', () => {
    const at = { x: 200, y: -100 };
    const closer = zoomedAt(fitted, 2, at, window);
    expect(closer).toEqual({ scale: 2, x: -200, y: 100 });
    const closest = zoomedAt(closer, 1.5, at, window);
    const pointOf = ({ scale, x, y }: typeof fitted) => [(at.x - x) / scale, (at.y - y) / scale];
    expect(pointOf(closest)).toEqual(pointOf(closer));
    expect(zoomedAt(closest, 0.0001, at, window)).toEqual(fitted);
  });

  it('never loses the image out of sight', () => {
    expect(shifted(fitted, 50, 50, window)).toEqual(fitted);
    expect(shifted({ scale: 3, x: 0, y: 0 }, 9000, -9000, window)).toEqual({ scale: 3, x: 800, y: -600 });
  });
});

describe('neighbours', () => {
  it('are those ahead in the direction of looking, and one behind', () => {
    expect(neighbours(10, 1, 100, 3)).toEqual([11, 12, 13, 9]);
    expect(neighbours(1, -1, 100, 3)).toEqual([0, 2]);
    expect(neighbours(99, 1, 100, 3)).toEqual([98]);
  });
});
