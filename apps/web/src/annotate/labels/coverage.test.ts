import { frameRange } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { coverageTable, valuePlaces } from './coverage';

const numbers = [0, 2, 4, 6, 8, 10];
const said = (kind: string, value: string, from: number | null, to = 0) => ({
  kind,
  value,
  frames: from === null ? null : frameRange(from, to),
});
const statements = [
  said('phenotype', 'EDEMA', 0, 3),
  said('phenotype', 'EDEMA', 4, 5),
  said('phenotype', 'DEAD', 8, 11),
  said('genotype', 'WT', null),
];

const places = valuePlaces(statements, numbers);

describe('coverageTable', () => {
  it('tells values of all, some and none of the chosen frames, whoever said them', () => {
    const table = coverageTable(places, frameRange(0, 3));
    expect(['EDEMA', 'DEAD', 'NORMAL'].map((value) => table.of('phenotype', value))).toEqual([
      'all',
      'none',
      'none',
    ]);
    expect(coverageTable(places, frameRange(2, 5)).of('phenotype', 'EDEMA')).toBe('some');
    expect(coverageTable(places, frameRange(2, 5)).valuesOf('phenotype')).toEqual(['EDEMA', 'DEAD']);
  });

  it('counts what is said of the subject for every frame', () => {
    const table = coverageTable(places, frameRange(5, 6));
    expect(table.of('genotype', 'WT')).toBe('all');
    expect(table.valuesOf('genotype')).toEqual(['WT']);
  });
});
