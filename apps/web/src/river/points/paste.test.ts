import { describe, expect, it } from '@jest/globals';
import { newPoint } from '../draft/draft';
import { pasteBed } from '../section/paste-bed';
import { pastePoints } from './paste-points';

const short = (text: string, former = [] as Parameters<typeof pastePoints>[0]) => {
  const { points, refused } = pastePoints(former, text);
  return [points.map(({ name, pixel, x, y, z }) => [name, pixel, x, y, z].flat().join(' ')), refused];
};

describe('pasted control points', () => {
  it.each([
    ['a spreadsheet with headings', 'name\tx\ty\tz\nA\t1\t2\t3\nB\t4\t5\t6\n', ['A  1 2 3', 'B  4 5 6']],
    ['decimal commas', 'A;1,5;2,5;3,5', ['A  1,5 2,5 3,5']],
    ['commas', 'A, 10, 20, 1, 2, 3\r\n\r\n', ['A 10 20 1 2 3']],
    ['spaces, without names', '1 2 3\n4 5 6', ['P1  1 2 3', 'P2  4 5 6']],
    ['headings in any order', 'id,X_m,Y_m,Z_m,u_px,v_px,role\nA,1,2,3,10,20,fit', ['A 10 20 1 2 3']],
    [
      'headings of another tool',
      'GCP;x_pixel;y_pixel;Easting;Northing;Elevation\nA;10;20;1;2;3',
      ['A 10 20 1 2 3'],
    ],
    ['quotes', '"A","1","2","3"', ['A  1 2 3']],
  ])('from %s', (_what, text, points) => {
    expect(short(text)).toEqual([points, []]);
  });
  it('give places to points that were clicked', () => {
    const clicked = [newPoint([], [7, 8])];
    expect(short('1 2 3\n4 5 6', clicked)).toEqual([['P1 7 8 1 2 3', 'P2  4 5 6'], []]);
    expect(short('P1,4,5,6', clicked)).toEqual([['P1 7 8 4 5 6'], []]);
  });
  it('may be meant as checks', () => {
    const { points } = pastePoints([], 'id,x,y,z,role\nA,1,2,3,check\nB,1,2,4,fit');
    expect(points.map(({ use }) => use)).toEqual(['check', 'fit']);
  });
  it('say which rows are none', () => {
    const [points, refused] = short('A,1,2,3\nB,1,2\nC,x,2,3');
    expect(points).toEqual(['A  1 2 3']);
    expect(refused).toEqual([
      'Row 2: B | 1 | 2 is not x, y, z; name, x, y, z; or name, u, v, x, y, z.',
      'Row 3: C | x | 2 | 3 is not x, y, z; name, x, y, z; or name, u, v, x, y, z.',
    ]);
  });
});

describe('a pasted bed', () => {
  it('has stations and elevations, whatever else is in the table', () => {
    const { bed, refused } = pasteBed([], 'station\tlevel\tnote\n0\t10,5\tfence\n2\t9\n');
    expect(bed.map(({ station, elevation }) => [station, elevation])).toEqual([
      ['0', '10,5'],
      ['2', '9'],
    ]);
    expect(refused).toEqual([]);
  });
  it('says which rows are none, and keeps what was there', () => {
    const former = [
      { key: 4, station: '1', elevation: '2' },
      { key: 5, station: '', elevation: '' },
    ];
    const { bed, refused } = pasteBed(former, '3,4\n5,deep');
    expect(bed.map(({ key, station }) => [key, station])).toEqual([
      [4, '1'],
      [5, '3'],
    ]);
    expect(refused).toEqual(['Row 2: 5 | deep is no station with an elevation.']);
  });
});
