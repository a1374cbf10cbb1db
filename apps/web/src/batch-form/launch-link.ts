/**
 * A filled-in form as an address: `?template=3&version=2&param.water_level=1.5&input.video=night.mp4`. Reading one fills
 * the form in and says what it could not take over; nothing is started by it.
 */

import {
  addMain,
  type ChosenFile,
  chooseBeside,
  chooseForAll,
  type InputLike,
  type InputSelection,
  leadersOf,
  mainInput,
  otherInputs,
} from '../inputs/selection';
import { type Draft, type ParameterDrafts, parseDraft, parseSweep } from '../parameters/drafts';
import type { Field } from '../parameters/fields';
import { noDesign } from './design-draft';
import type { FormPipeline, FormState } from './form-state';
import { nearestOf } from './nearest';

/** One value that the address gives: which part of the form, the path in it, and the text. */
interface Given {
  readonly part: 'param' | 'sweep' | 'option' | 'input';
  readonly path: string;
  readonly text: string;
}

export interface LinkValues {
  readonly given: readonly Given[];
  /** Name of the batch; null: the form's own. */
  readonly name: string | null;
}

const parts = ['param', 'sweep', 'option', 'input'] as const;

/** What an address gives beside the template or pipeline that it names. */
export function linkValues(search: URLSearchParams): LinkValues {
  const given = [...search].flatMap(([key, text]): Given[] => {
    const dot = key.indexOf('.');
    const part = parts.find((each) => each === key.slice(0, dot));
    return part === undefined ? [] : [{ part, path: key.slice(dot + 1), text }];
  });
  return { given, name: search.get('name') };
}

/** The form with the values of an address, and what is wrong with those that were left out. */
export function withLinkValues(
  form: FormState,
  { given, name }: LinkValues,
  pipeline: FormPipeline,
  files: readonly ChosenFile[],
): { readonly form: FormState; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const of = (part: Given['part']) => given.filter((each) => each.part === part);
  const parameters = withValues(form.parameters, of('param'), pipeline.fields, 'parameter', problems);
  const options = withValues(form.options, of('option'), pipeline.optionFields, 'option', problems);
  return {
    form: {
      ...form,
      parameters: withSweeps(parameters, of('sweep'), pipeline.fields, problems),
      options,
      selection: withInputs(form.selection, of('input'), pipeline.inputs, files, problems),
      name: name ?? form.name,
    },
    problems,
  };
}

function withValues(
  drafts: ParameterDrafts,
  given: readonly Given[],
  fields: readonly Field[],
  noun: string,
  problems: string[],
): ParameterDrafts {
  const values: Record<string, Draft> = { ...drafts.values };
  for (const { part, path, text } of given) {
    const field = fieldOf(fields, part, path, noun, problems);
    if (field === null) continue;
    const read = draftOfText(field, text);
    if ('message' in read) problems.push(`${part}.${path}=${text}: ${read.message} It is left as it was.`);
    else values[path] = read.draft;
  }
  return { ...drafts, values };
}

function withSweeps(
  drafts: ParameterDrafts,
  given: readonly Given[],
  fields: readonly Field[],
  problems: string[],
): ParameterDrafts {
  const sweeps: Record<string, string> = { ...drafts.sweeps };
  for (const { part, path, text } of given) {
    const field = fieldOf(fields, part, path, 'parameter', problems);
    if (field === null) continue;
    const read = parseSweep(field, text);
    if ('message' in read) problems.push(`${part}.${path}=${text}: ${read.message} It is left out.`);
    else sweeps[path] = text;
  }
  return { ...drafts, sweeps };
}

function fieldOf(
  fields: readonly Field[],
  part: string,
  path: string,
  noun: string,
  problems: string[],
): Field | null {
  const field = fields.find((each) => each.path === path);
  if (field !== undefined) return field;
  const nearest = nearestOf(
    path,
    fields.map((each) => each.path),
  );
  problems.push(`${part}.${path}: there is no such ${noun}${nearest ? `; did you mean ${nearest}?` : '.'}`);
  return null;
}

function draftOfText(field: Field, text: string): { readonly draft: Draft } | { readonly message: string } {
  if (field.kind === 'boolean') {
    const isYes = /^(true|yes|on|1)$/i.test(text);
    if (isYes || /^(false|no|off|0)$/i.test(text)) return { draft: isYes };
    return { message: `“${text}” is neither true nor false.` };
  }
  if (field.kind === 'texts' || field.kind === 'choices') return listDraft(field, text);
  const parsed = parseDraft(field, text);
  return 'message' in parsed ? parsed : { draft: text };
}

function listDraft(field: Field, text: string): { readonly draft: Draft } | { readonly message: string } {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const known = field.choices.map(String);
  const strange = field.kind === 'choices' ? entries.find((entry) => !known.includes(entry)) : undefined;
  if (strange !== undefined) return { message: `“${strange}” is not one of ${known.join(', ')}.` };
  return { draft: entries };
}

function withInputs(
  selection: InputSelection,
  given: readonly Given[],
  inputs: readonly InputLike[],
  files: readonly ChosenFile[],
  problems: string[],
): InputSelection {
  const chosen = new Map<string, ChosenFile[]>();
  for (const { path, text } of given) {
    const input = inputs.find(({ name }) => name === path);
    const file = files.find(({ name }) => name === text) ?? files.find(({ id }) => id === text);
    if (input === undefined) {
      problems.push(`input.${path}: the pipeline has no such input; it has ${namesOf(inputs)}.`);
    } else if (file === undefined) {
      problems.push(`input.${path}=${text}: the project has no such file.`);
    } else chosen.set(path, [...(chosen.get(path) ?? []), file]);
  }
  const main = mainInput(inputs);
  const mains = main === undefined ? [] : (chosen.get(main.name) ?? []);
  return otherInputs(inputs).reduce(
    (result, input) => besides(result, inputs, input, chosen.get(input.name) ?? []),
    addMain(selection, mains),
  );
}

const namesOf = (inputs: readonly InputLike[]) => inputs.map(({ name }) => name).join(', ');

/** As many files as there are sets go to them one by one; else all sets get the same. */
function besides(
  selection: InputSelection,
  inputs: readonly InputLike[],
  input: InputLike,
  files: readonly ChosenFile[],
): InputSelection {
  if (files.length === 0) return selection;
  const shared = { ...selection, shared: { ...selection.shared, [input.name]: files } };
  const leaders = leadersOf(inputs, selection);
  if (input.count === 'many' || leaders.length < 2 || files.length !== leaders.length) {
    const fitting = input.count === 'many' ? files : files.slice(0, 1);
    return chooseForAll(
      inputs,
      { ...shared, shared: { ...shared.shared, [input.name]: fitting } },
      input.name,
      fitting,
    );
  }
  return leaders.reduce(
    (result, { id }, index) => chooseBeside(result, id, input.name, files.slice(index, index + 1)),
    selection,
  );
}

/** The address of a form, and what of it no address can carry. */
export function linkOfForm(
  form: FormState,
  pipeline: FormPipeline,
): { readonly query: string; readonly leftOut: readonly string[] } {
  const search = new URLSearchParams({ pipeline: pipeline.name });
  const add = (part: Given['part'], path: string, text: string) => search.append(`${part}.${path}`, text);
  const isSwept = (path: string) => path in form.parameters.sweeps;
  for (const field of pipeline.fields) {
    const draft = form.parameters.values[field.path];
    if (draft !== undefined && !isSwept(field.path)) add('param', field.path, textOfDraft(draft));
  }
  for (const [path, text] of Object.entries(form.parameters.sweeps)) {
    if (!(path in form.parameters.ranges)) add('sweep', path, text);
  }
  for (const field of pipeline.optionFields) {
    const draft = form.options.values[field.path];
    if (draft !== undefined) add('option', field.path, textOfDraft(draft));
  }
  const main = mainInput(pipeline.inputs);
  for (const { id } of main === undefined ? [] : form.selection.main) add('input', main?.name ?? '', id);
  for (const input of otherInputs(pipeline.inputs)) {
    for (const { id } of besideFiles(form.selection, pipeline.inputs, input)) add('input', input.name, id);
  }
  if (form.name.trim() !== '') search.set('name', form.name.trim());
  return { query: search.toString(), leftOut: leftOut(form) };
}

/** One file for all sets, or one for each. */
function besideFiles(
  selection: InputSelection,
  inputs: readonly InputLike[],
  { name }: InputLike,
): readonly ChosenFile[] {
  const sets = leadersOf(inputs, selection).map(({ id }) => selection.beside[id]?.[name] ?? []);
  const isSame = new Set(sets.map((files) => files.map(({ id }) => id).join())).size <= 1;
  return isSame ? (sets[0] ?? selection.shared?.[name] ?? []) : sets.flat();
}

function textOfDraft(draft: Draft): string {
  return typeof draft === 'string' ? draft : typeof draft === 'boolean' ? String(draft) : draft.join(',');
}

function leftOut({
  parameters,
  design,
  keptSets,
  metadata,
  yaml,
  replicates,
  selection,
}: FormState): string[] {
  const rest: [string, boolean][] = [
    ['ranges of values', Object.keys(parameters.ranges).length > 0],
    ['conditions', Object.keys(parameters.conditions).length > 0],
    ['how settings are combined', JSON.stringify(design) !== JSON.stringify(noDesign)],
    ['kept input sets', keptSets.length > 0],
    ['facts', metadata.length > 0 || Object.keys(selection.facts).length > 0],
    ['replicates', replicates !== '1'],
    ['the design as text', yaml !== null],
  ];
  return rest.flatMap(([what, isThere]) => (isThere ? [what] : []));
}
