/** Input sets that the form has no fields for, or that are complete while the next one is chosen. */
import { canonicalJson, type DesignSpec, describeInputs, type InputSet, type Json } from '@batchyard/domain';
import {
  chosenFiles,
  type InputLike,
  type InputSelection,
  inputSetsOf,
  mainInput,
  noSelection,
  selectionOf,
} from '../inputs/selection';

/** An input set that stays as it is. */
export interface KeptSet {
  readonly set: InputSet;
  /** Its name, or the names of its files. */
  readonly label: string;
}

interface FormInputs {
  readonly selection: InputSelection;
  readonly keptSets: readonly KeptSet[];
}

/**
 * Input sets of a design in the form: the last ones as files that can be chosen anew, as far as these say the same, and
 * those before them as they are.
 * @param nameOf name of a file by its id
 */
export function inputsOf(
  { inputs }: { readonly inputs: readonly InputLike[] },
  sets: DesignSpec['inputs'],
  nameOf: (id: string) => string,
): FormInputs {
  const first = firstChosen(mainInput(inputs), sets);
  const selection = selectionOf(inputs, sets.slice(first), nameOf);
  const kept = same(inputSetsOf(inputs, selection), sets.slice(first)) ? first : sets.length;
  return {
    selection: kept === sets.length ? noSelection : selection,
    keptSets: sets.slice(0, kept).map((set) => keptSet(set, nameOf)),
  };
}

/** Where the sets begin that can all be chosen: files are chosen once, and those of an input that takes many make one set. */
function firstChosen(main: InputLike | undefined, sets: DesignSpec['inputs']): number {
  if (main?.count === 'many') return Math.max(0, sets.length - 1);
  const files = sets.map((set) => String(describeInputs(set).files[main?.name ?? '']));
  const last = new Map(files.map((file, index) => [file, index]));
  return files.reduce((first, file, index) => (last.get(file) === index ? first : index + 1), 0);
}

export function keptSet(set: InputSet, nameOf: (id: string) => string): KeptSet {
  const { files, name } = describeInputs(set);
  return { set, label: name ?? Object.values(files).flat().map(nameOf).join(', ') };
}

/** The sets of a selection as they are, so that further ones can be chosen. */
export function completeSets(inputs: readonly InputLike[], selection: InputSelection): KeptSet[] {
  const names = new Map(chosenFiles(selection).map(({ id, name }) => [id, name]));
  return inputSetsOf(inputs, selection).map((set) => keptSet(set, (id) => names.get(id) ?? `file ${id}`));
}

function same(a: readonly InputSet[], b: readonly InputSet[]): boolean {
  return canonicalJson(described(a)) === canonicalJson(described(b));
}

const described = (sets: readonly InputSet[]) =>
  sets.map((set) => JSON.parse(JSON.stringify(describeInputs(set))) as Json);
