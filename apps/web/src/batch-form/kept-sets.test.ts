import { type DesignSpec, describeInputs } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { inputSetsOf, noSelection } from '../inputs/selection';
import { completeSets, inputsOf } from './kept-sets';

type Sets = DesignSpec['inputs'];

const input = (name: string, count: string, optional = false) => ({
  name,
  title: name,
  kind: 'file',
  count,
  optional,
  extensions: [],
});
const single = [input('markers', 'one'), input('truth', 'one', true)];
const many = [input('frames', 'many')];
const nameOf = (id: string) => `${id}.csv`;

/** The sets that the form stands for. */
function roundTrip(inputs: typeof single, sets: Sets) {
  const { selection, keptSets } = inputsOf({ inputs }, sets, nameOf);
  const back = [...keptSets.map(({ set }) => set), ...inputSetsOf(inputs, selection)];
  return { selection, keptSets, back: back.map(describeInputs) };
}

describe('input sets in the form', () => {
  it('are files with names and facts', () => {
    const sets: Sets = [
      { files: { markers: '7', truth: '9' }, name: 'S01', metadata: { subject: 1 } },
      { files: { markers: '8' }, name: 'S02' },
      { markers: '10' },
    ];
    const { selection, keptSets, back } = roundTrip(single, sets);
    expect(keptSets).toEqual([]);
    expect(selection.names).toEqual({ '7': 'S01', '8': 'S02' });
    expect(back).toEqual(sets.map(describeInputs));
  });

  it('are kept as they are where the same file comes twice, or where each has many files', () => {
    const twice: Sets = [{ markers: '7', truth: '8' }, { markers: '9' }, { markers: '7', truth: '10' }];
    const first = roundTrip(single, twice);
    expect(first.keptSets.map(({ label }) => label)).toEqual(['7.csv, 8.csv']);
    expect(first.back).toEqual(twice.map(describeInputs));
    const groups: Sets = [{ frames: ['1', '2'] }, { files: { frames: ['3', '4'] }, name: 'second' }];
    const second = roundTrip(many, groups);
    expect(second.keptSets).toHaveLength(1);
    expect(second.selection.main.map(({ id }) => id)).toEqual(['3', '4']);
    expect(second.back).toEqual(groups.map(describeInputs));
  });

  it('are all kept where the form does not know one of their inputs', () => {
    const sets: Sets = [{ markers: '7', mask: '8' }];
    const { selection, keptSets, back } = roundTrip(single, sets);
    expect([selection, keptSets.length]).toEqual([noSelection, 1]);
    expect(back).toEqual(sets.map(describeInputs));
  });

  it('can be put aside, so that the next one is chosen', () => {
    const main = ['1', '2'].map((id) => ({ id, name: nameOf(id) }));
    const [kept] = completeSets(many, { ...noSelection, main, names: { '1': 'morning' } });
    expect(kept).toEqual({ label: 'morning', set: { files: { frames: ['1', '2'] }, name: 'morning' } });
  });
});
