/** Which files a batch works on: one input set for each file chosen as main input, with further files beside it. */
import { type DesignSpec, describeInputs, type InputSet, type JsonObject } from '@batchyard/domain';

/** What choosing files must know of an input of a pipeline. */
export interface InputLike {
  readonly name: string;
  readonly title: string;
  /** `directory`: uploaded as a zip of it. */
  readonly kind: string;
  readonly count: string;
  readonly optional: boolean;
  /** With the dot, lower case; empty accepts all. */
  readonly extensions: readonly string[];
}

/** A file by id, with the name it is shown by. */
export interface ChosenFile {
  readonly id: string;
  readonly name: string;
}

export interface InputSelection {
  /** Files of the main input, in the order chosen. */
  readonly main: readonly ChosenFile[];
  /** Id of a main file → name of another input → files beside it. */
  readonly beside: Readonly<Record<string, Readonly<Record<string, readonly ChosenFile[]>>>>;
  /** Id of a main file → facts about it, for example the group it belongs to. */
  readonly facts: Readonly<Record<string, JsonObject>>;
  /** Id of a main file → name of its input set, where that is not the name of the file. */
  readonly names: Readonly<Record<string, string>>;
  /** Name of another input → files that each main file gets beside it when it is chosen, as those of a template. */
  readonly shared?: Readonly<Record<string, readonly ChosenFile[]>>;
}

export const noSelection: InputSelection = { main: [], beside: {}, facts: {}, names: {} };

/** The input that is chosen first: the first one a job cannot do without. */
export function mainInput<I extends InputLike>(inputs: readonly I[]): I | undefined {
  return inputs.find((input) => !input.optional) ?? inputs[0];
}

/** Inputs that are chosen for each set beside the main one. */
export function otherInputs<I extends InputLike>(inputs: readonly I[]): readonly I[] {
  const main = mainInput(inputs);
  return inputs.filter((input) => input !== main);
}

/** Adds the file, or takes it away with everything beside it. */
export function toggleMain(selection: InputSelection, file: ChosenFile): InputSelection {
  const without = selection.main.filter(({ id }) => id !== file.id);
  if (without.length === selection.main.length) return addMain(selection, [file]);
  const { [file.id]: _gone, ...beside } = selection.beside;
  const { [file.id]: _known, ...facts } = selection.facts;
  const { [file.id]: _called, ...names } = selection.names;
  return { ...selection, main: without, beside, facts, names };
}

/** Adds files that are not chosen yet. */
export function addMain(selection: InputSelection, files: readonly ChosenFile[]): InputSelection {
  const main = new Map([...selection.main, ...files].map((file) => [file.id, file]));
  const { shared } = selection;
  if (shared === undefined) return { ...selection, main: [...main.values()] };
  const given = files.map(({ id }) => [id, { ...shared, ...selection.beside[id] }] as const);
  const beside = { ...selection.beside, ...Object.fromEntries(given) };
  return { ...selection, main: [...main.values()], beside };
}

/** Adds facts about a main file to those that are known. */
export function describeMain(selection: InputSelection, mainId: string, facts: JsonObject): InputSelection {
  if (Object.keys(facts).length === 0) return selection;
  const known = { ...selection.facts[mainId], ...facts };
  return { ...selection, facts: { ...selection.facts, [mainId]: known } };
}

/** Names the input set of a main file; undefined takes the name away, an empty one is being typed. */
export function nameMain(
  selection: InputSelection,
  mainId: string,
  name: string | undefined,
): InputSelection {
  const { [mainId]: _former, ...others } = selection.names;
  return { ...selection, names: name === undefined ? others : { ...others, [mainId]: name } };
}

/** Replaces the files of another input beside a main file; none removes them. */
export function chooseBeside(
  selection: InputSelection,
  mainId: string,
  input: string,
  files: readonly ChosenFile[],
): InputSelection {
  const { [input]: _former, ...others } = selection.beside[mainId] ?? {};
  const chosen = files.length === 0 ? others : { ...others, [input]: files };
  return { ...selection, beside: { ...selection.beside, [mainId]: chosen } };
}

/** Gives the files of another input to every input set. */
export function chooseForAll(
  inputs: readonly InputLike[],
  selection: InputSelection,
  input: string,
  files: readonly ChosenFile[],
): InputSelection {
  return leadersOf(inputs, selection).reduce(
    (result, { id }) => chooseBeside(result, id, input, files),
    selection,
  );
}

/** The files that all input sets with any have of another input; undefined where sets differ or none has any. */
export function sharedFiles(
  inputs: readonly InputLike[],
  selection: InputSelection,
  input: string,
): readonly ChosenFile[] | undefined {
  const given = leadersOf(inputs, selection).flatMap(({ id }) => {
    const files = selection.beside[id]?.[input] ?? [];
    return files.length > 0 ? [files] : [];
  });
  const ids = (files: readonly ChosenFile[]) => files.map(({ id }) => id).join();
  return given.every((files) => ids(files) === ids(given[0] ?? [])) ? given[0] : undefined;
}

/**
 * What a job cannot do without and all other sets have in common, such as the one baseline of many samples, is given
 * to the sets that lack it: it is chosen once.
 */
export function withSharedInputs(inputs: readonly InputLike[], selection: InputSelection): InputSelection {
  return otherInputs(inputs).reduce((result, { name, optional }) => {
    const shared = optional ? undefined : sharedFiles(inputs, result, name);
    if (shared === undefined) return result;
    const lacking = leadersOf(inputs, result).filter(
      ({ id }) => (result.beside[id]?.[name] ?? []).length === 0,
    );
    return lacking.reduce((filled, { id }) => chooseBeside(filled, id, name, shared), result);
  }, selection);
}

/** Every file of a selection. */
export function chosenFiles({ main, beside }: InputSelection): readonly ChosenFile[] {
  return [...main, ...Object.values(beside).flatMap((files) => Object.values(files).flat())];
}

/** The first main file of each input set; an input that takes many files makes one set of all of them. */
export function leadersOf(inputs: readonly InputLike[], { main }: InputSelection): readonly ChosenFile[] {
  return mainInput(inputs)?.count === 'many' ? main.slice(0, 1) : main;
}

/** Input sets as a design writes them: input name → file id, or ids where the input takes many; with its facts. */
export function inputSetsOf(inputs: readonly InputLike[], selection: InputSelection): DesignSpec['inputs'] {
  const main = mainInput(inputs);
  if (main === undefined) return [];
  return leadersOf(inputs, selection).map((leader) => {
    const chosen = main.count === 'many' ? selection.main : [leader];
    const beside = selection.beside[leader.id] ?? {};
    const files = Object.fromEntries([
      [main.name, referenceOf(main, chosen)],
      ...otherInputs(inputs).flatMap((input) => {
        const files = beside[input.name] ?? [];
        return files.length === 0 ? [] : [[input.name, referenceOf(input, files)]];
      }),
    ]);
    const metadata = selection.facts[leader.id];
    const name = selection.names[leader.id]?.trim();
    if (metadata === undefined && !name) return files;
    return { files, ...(name && { name }), ...(metadata !== undefined && { metadata }) };
  });
}

function referenceOf(input: InputLike, files: readonly ChosenFile[]): string | string[] {
  const ids = files.map(({ id }) => id);
  return input.count === 'many' ? ids : (ids[0] ?? '');
}

/** A selection from the input sets of a design; `nameOf` gives a file's name for its id. */
export function selectionOf(
  inputs: readonly InputLike[],
  sets: readonly InputSet[],
  nameOf: (id: string) => string,
): InputSelection {
  const main = mainInput(inputs);
  if (main === undefined) return noSelection;
  const filesOf = (reference: string | readonly string[] | undefined): ChosenFile[] =>
    [reference ?? []].flat().map((id) => ({ id, name: nameOf(id) }));
  return sets
    .map(describeInputs)
    .reduce<InputSelection>((selection, { files: set, name: called, metadata = {} }) => {
      const files = filesOf(set[main.name]);
      const leader = files[0];
      if (leader === undefined) return selection;
      return otherInputs(inputs).reduce(
        (result, { name }) => chooseBeside(result, leader.id, name, filesOf(set[name])),
        nameMain(describeMain(addMain(selection, files), leader.id, metadata), leader.id, called),
      );
    }, noSelection);
}

/** What is missing before a batch can start, or undefined. */
export function missingInput(inputs: readonly InputLike[], selection: InputSelection): string | undefined {
  const main = mainInput(inputs);
  if (main !== undefined && selection.main.length === 0) return `Choose at least one file for ${main.title}.`;
  for (const leader of leadersOf(inputs, selection)) {
    const needed = otherInputs(inputs).find(
      ({ name, optional }) => !optional && (selection.beside[leader.id]?.[name] ?? []).length === 0,
    );
    if (needed) return `Choose ${needed.title} for ${leader.name}.`;
  }
  return undefined;
}
