import { describe, expect, it } from '@jest/globals';
import { type LaneKind, lanesOf } from './lanes';

const evenNumbers = Array.from({ length: 20 }, (_, index) => index * 2);
const kind: LaneKind = {
  name: 'phenotype',
  title: 'Phenotype',
  scope: 'frames',
  terms: [
    { name: 'EDEMA', title: 'Oedema', colour: '#ff0000' },
    { name: 'DEAD', title: 'Dead', colour: '#000000' },
  ],
};
const about = (value: string, first: number, last: number) => ({
  kind: 'phenotype',
  value,
  frames: [{ from: first, to: last + 1 }],
});

describe('lanesOf', () => {
  it('places runs of frame numbers at the positions of the frames that exist', () => {
    const [lane] = lanesOf([kind], [about('EDEMA', 3, 9)], evenNumbers);
    expect(lane?.rows).toEqual([[{ from: 2, to: 5, value: 'EDEMA', title: 'Oedema', colour: '#ff0000' }]]);
  });

  it('puts values that share frames into rows of their own, others into one', () => {
    const apart = lanesOf([kind], [about('EDEMA', 0, 9), about('DEAD', 10, 38)], evenNumbers)[0];
    expect(apart?.rows.map((row) => row.map(({ value, from, to }) => [value, from, to]))).toEqual([
      [
        ['EDEMA', 0, 5],
        ['DEAD', 5, 20],
      ],
    ]);
    const shared = lanesOf([kind], [about('DEAD', 8, 38), about('EDEMA', 0, 9)], evenNumbers)[0];
    expect(shared?.rows.map((row) => row.map(({ value }) => value))).toEqual([['EDEMA'], ['DEAD']]);
  });

  it('joins what several people say alike and shows values outside the vocabulary in grey', () => {
    const said = [about('EDEMA', 0, 4), about('EDEMA', 4, 10), about('ODD', 20, 20)];
    expect(lanesOf([kind], said, evenNumbers)[0]?.rows).toEqual([
      [
        { from: 0, to: 6, value: 'EDEMA', title: 'Oedema', colour: '#ff0000' },
        { from: 10, to: 11, value: 'ODD', title: 'ODD', colour: '#868e96' },
      ],
    ]);
  });

  it('shows nothing for runs that hit no frame, and cuts those that reach beyond', () => {
    const said = [about('EDEMA', 5, 5), about('DEAD', 38, 900)];
    expect(lanesOf([kind], said, evenNumbers)[0]?.rows).toEqual([
      [{ from: 19, to: 20, value: 'DEAD', title: 'Dead', colour: '#000000' }],
    ]);
  });

  it('leaves out kinds of the subject and gives an empty kind one empty row', () => {
    const genotype: LaneKind = { ...kind, name: 'genotype', scope: 'subject' };
    expect(lanesOf([genotype, kind], [], evenNumbers)).toEqual([
      { kind: 'phenotype', title: 'Phenotype', rows: [[]] },
    ]);
  });
});
