import { describe, expect, it } from '@jest/globals';
import {
  addMain,
  chooseBeside,
  chooseForAll,
  type InputLike,
  inputSetsOf,
  leadersOf,
  missingInput,
  noSelection,
  selectionOf,
  sharedFiles,
  toggleMain,
  withSharedInputs,
} from './selection';

const markers: InputLike = {
  name: 'markers',
  title: 'Markers',
  count: 'one',
  optional: false,
  kind: 'file',
  extensions: ['.csv', '.tsv'],
};
const truth: InputLike = { ...markers, name: 'truth', title: 'Truth', optional: true };
const inputs = [markers, truth];
const walk = { id: '7', name: 'walk_01.csv' };
const jump = { id: '8', name: 'jump.csv' };
const known = { id: '9', name: 'walk_01_truth.csv' };

describe('choosing files', () => {
  it('makes one input set of each main file, with the files beside it', () => {
    const chosen = chooseBeside(addMain(noSelection, [walk, jump, walk]), '7', 'truth', [known]);
    expect(inputSetsOf(inputs, chosen)).toEqual([{ markers: '7', truth: '9' }, { markers: '8' }]);
  });

  it('takes a file away with what stood beside it', () => {
    const chosen = chooseBeside(addMain(noSelection, [walk, jump]), '7', 'truth', [known]);
    const without = toggleMain(chosen, walk);
    expect(inputSetsOf(inputs, without)).toEqual([{ markers: '8' }]);
    expect(inputSetsOf(inputs, toggleMain(without, walk))).toEqual([{ markers: '8' }, { markers: '7' }]);
  });

  it('puts all files of an input that takes many into one set', () => {
    const many = [{ ...markers, count: 'many' }, truth];
    const chosen = chooseBeside(addMain(noSelection, [walk, jump]), '7', 'truth', [known]);
    expect(leadersOf(many, chosen)).toEqual([walk]);
    expect(inputSetsOf(many, chosen)).toEqual([{ markers: ['7', '8'], truth: '9' }]);
  });

  it('reads the sets of a design back', () => {
    const names = new Map([walk, jump, known].map(({ id, name }) => [id, name]));
    const sets: Record<string, string | string[]>[] = [{ markers: '7', truth: '9' }, { markers: ['8'] }];
    const selection = selectionOf(inputs, sets, (id) => names.get(id) ?? id);
    expect(selection.main).toEqual([walk, jump]);
    expect(inputSetsOf(inputs, selection)).toEqual([{ markers: '7', truth: '9' }, { markers: '8' }]);
  });

  it('says what is still missing', () => {
    const needed = [markers, { ...truth, optional: false }];
    expect(missingInput(inputs, noSelection)).toBe('Choose at least one file for Markers.');
    expect(missingInput(needed, addMain(noSelection, [walk]))).toBe('Choose Truth for walk_01.csv.');
    expect(missingInput(inputs, addMain(noSelection, [walk]))).toBeUndefined();
  });
});

describe('what all input sets share', () => {
  const sample: InputLike = { ...markers, name: 'sample', title: 'Sample' };
  const baseline: InputLike = { ...markers, name: 'baseline', title: 'Baseline' };
  const spectra = [sample, baseline];
  const fresh = { id: '20', name: 'fresh.csv' };
  const other = { id: '21', name: 'other.csv' };

  it('is chosen once, also for sets that come later', () => {
    const first = chooseBeside(addMain(noSelection, [walk, jump]), '7', 'baseline', [fresh]);
    const filled = withSharedInputs(spectra, first);
    expect(inputSetsOf(spectra, filled)).toEqual([
      { sample: '7', baseline: '20' },
      { sample: '8', baseline: '20' },
    ]);
    const later = withSharedInputs(spectra, addMain(filled, [known]));
    expect(missingInput(spectra, later)).toBeUndefined();
  });

  it('is left alone where sets differ, and where a job can do without', () => {
    const two = chooseBeside(addMain(noSelection, [walk, jump, known]), '7', 'baseline', [fresh]);
    const differing = chooseBeside(two, '8', 'baseline', [other]);
    expect(withSharedInputs(spectra, differing)).toBe(differing);
    expect(sharedFiles(spectra, differing, 'baseline')).toBeUndefined();
    const truthful = chooseBeside(addMain(noSelection, [walk, jump]), '7', 'truth', [known]);
    expect(withSharedInputs(inputs, truthful)).toBe(truthful);
  });

  it('changes for all at once', () => {
    const filled = chooseForAll(spectra, addMain(noSelection, [walk, jump]), 'baseline', [fresh]);
    expect(sharedFiles(spectra, filled, 'baseline')).toEqual([fresh]);
    const changed = chooseForAll(spectra, filled, 'baseline', [other]);
    expect(inputSetsOf(spectra, changed)).toEqual([
      { sample: '7', baseline: '21' },
      { sample: '8', baseline: '21' },
    ]);
  });
});
