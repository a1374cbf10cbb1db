import { describe, expect, it } from '@jest/globals';
import { cellBox, fittingLines, fontPxOf } from './matrix-cell';

describe('the box of a cell', () => {
  it('lies on whole pixels around the centre, with a gap to its neighbours', () => {
    expect(cellBox(50, 24, 100, 48)).toEqual({ left: 2, top: 2, width: 97, height: 45 });
    const neighbour = cellBox(150, 24, 100, 48);
    expect(neighbour.left - (2 + 97)).toBe(3);
  });

  it('leaves no gap between tiny cells and never vanishes', () => {
    expect(cellBox(2, 2, 4, 4)).toEqual({ left: 0, top: 0, width: 4, height: 4 });
    expect(cellBox(10, 10, 0.2, 0.2)).toMatchObject({ width: 1, height: 1 });
  });
});

describe('the text in a cell', () => {
  const lines = ['6.351', 'n = 12'];
  /** Characters half as wide as they are high. */
  const widthOf = (text: string, fontPx: number) => (text.length * fontPx) / 2;
  const linesIn = (width: number, height: number) => fittingLines(lines, { width, height }, widthOf);

  it('is complete where there is room', () => {
    expect(linesIn(80, 45)).toEqual(lines);
    expect(linesIn(39, 33)).toEqual(lines);
  });

  it('keeps the number alone in a flat or narrow cell', () => {
    expect(linesIn(80, 32)).toEqual(['6.351']);
    expect(linesIn(38.9, 45)).toEqual(['6.351']);
  });

  it('is dropped where the number does not fit, even if the rest would', () => {
    expect(linesIn(30, 45)).toEqual([]);
    expect(linesIn(80, 15)).toEqual([]);
    expect(fittingLines(['66,684.71', 'n = 1'], { width: 50, height: 45 }, widthOf)).toEqual([]);
  });

  it('is smaller after the first line', () => {
    expect(fontPxOf(1)).toBeLessThan(fontPxOf(0));
  });
});
