/** The state of the "New batch" form, and the design that it describes. */
import {
  type AxisEntry,
  type DesignSpec,
  isGroup,
  type JsonObject,
  type Objective,
  parametersOf,
} from '@batchyard/domain';
import { leafName } from '../formatting/values';
import {
  type InputLike,
  type InputSelection,
  inputSetsOf,
  missingInput,
  noSelection,
} from '../inputs/selection';
import { noDrafts, type ParameterDrafts } from '../parameters/drafts';
import type { Field } from '../parameters/fields';
import { parseDrafts } from '../parameters/read-drafts';
import { type DesignDraft, noDesign, readDesignDraft } from './design-draft';
import { type Fact, factsMessage, readFacts } from './facts';
import { rangeUseAt, readGroups } from './groups/group-draft';
import type { KeptSet } from './kept-sets';

/** All that a person has entered; what was not touched is empty and means the default. */
export interface FormState {
  /** Name of the pipeline; null while none was picked. */
  readonly pipeline: string | null;
  readonly selection: InputSelection;
  /** Input sets before those of the selection that stay as they are. */
  readonly keptSets: readonly KeptSet[];
  readonly parameters: ParameterDrafts;
  readonly options: ParameterDrafts;
  /** How settings are made and judged. */
  readonly design: DesignDraft;
  /** The person's own facts about the batch. */
  readonly metadata: readonly Fact[];
  /** The design as text, which stands in place of all fields that describe one; null: the fields do. */
  readonly yaml: string | null;
  readonly replicates: string;
  readonly seed: string;
  /** Null means the pipeline's own objective. */
  readonly metric: string | null;
  /** Null means the direction that is good for the metric. */
  readonly direction: Objective['direction'] | null;
  /** Empty means a name made from the settings. */
  readonly name: string;
}

export const emptyForm: FormState = {
  pipeline: null,
  selection: noSelection,
  keptSets: [],
  parameters: noDrafts,
  options: noDrafts,
  design: noDesign,
  metadata: [],
  yaml: null,
  replicates: '1',
  seed: '0',
  metric: null,
  direction: null,
  name: '',
};

/** What reading the form must know of the pipeline. */
export interface FormPipeline {
  readonly name: string;
  readonly title: string;
  readonly inputs: readonly InputLike[];
  readonly metrics: readonly { readonly name: string; readonly direction: Objective['direction'] | null }[];
  readonly objective: string;
  readonly fields: readonly Field[];
  readonly optionFields: readonly Field[];
}

export interface ReadForm {
  /** The design, as far as it can be read; fields with a message are left out. */
  readonly spec: DesignSpec;
  readonly options: JsonObject;
  readonly metadata: JsonObject;
  /** Parameter path, `options.<path>`, or the name of another field → what is wrong. */
  readonly messages: Readonly<Record<string, string>>;
}

/** The design and the options that the form stands for, with what is wrong field by field. */
export function readForm(state: FormState, pipeline: FormPipeline): ReadForm {
  const { kind, groups: drafts } = state.design;
  const parameters = parseDrafts(pipeline.fields, state.parameters, rangeUseAt(drafts, kind));
  const groups = readGroups(drafts, parameters.axes, pipeline.fields);
  const axes = groups.entries;
  const design = readDesignDraft(state.design, axes.length > 0);
  const replicates = wholeNumber(state.replicates, 1, 1000);
  const seed = wholeNumber(state.seed, 0, Number.MAX_SAFE_INTEGER);
  const { smallestDifference } = design;
  return {
    spec: {
      name: state.name.trim() || suggestedName(pipeline, axes, state.selection),
      pipeline: pipeline.name,
      ...design.part,
      params: { ...parameters.params },
      axes: [...axes],
      inputs: [...state.keptSets.map(({ set }) => set), ...inputSetsOf(pipeline.inputs, state.selection)],
      replicates: replicates.value ?? 1,
      seed: seed.value ?? 0,
      objective: {
        ...objectiveOf(state, pipeline),
        ...(smallestDifference !== undefined && { smallestDifference }),
      },
    },
    ...readOptions(state, pipeline),
    messages: {
      ...parameters.messages,
      ...readOptions(state, pipeline).messages,
      ...design.messages,
      ...said('replicates', replicates.message),
      ...said('seed', seed.message),
      ...said('inputs', inputsMessage(state, pipeline)),
      ...groups.messages,
    },
  };
}

/** The options and facts of the batch, which are no part of its design. */
export function readOptions(
  { options: drafts, metadata }: Pick<FormState, 'options' | 'metadata'>,
  { optionFields }: Pick<FormPipeline, 'optionFields'>,
): Omit<ReadForm, 'spec'> {
  const options = parseDrafts(optionFields, drafts);
  const messages = Object.entries(options.messages).map(([path, text]) => [`options.${path}`, text] as const);
  return {
    options: options.params,
    metadata: readFacts(metadata),
    messages: { ...Object.fromEntries(messages), ...said('metadata', factsMessage(metadata)) },
  };
}

const said = (field: string, message: string | undefined) => (message ? { [field]: message } : {});

/** Sets that stay as they are need no files beside them. */
function inputsMessage({ selection, keptSets }: FormState, { inputs }: FormPipeline): string | undefined {
  return selection.main.length === 0 && keptSets.length > 0 ? undefined : missingInput(inputs, selection);
}

/** Metric and direction that the batch is ranked by. */
export function objectiveOf(
  { metric, direction }: Pick<FormState, 'metric' | 'direction'>,
  { metrics, objective }: Pick<FormPipeline, 'metrics' | 'objective'>,
): Objective {
  const chosen = metrics.find(({ name }) => name === (metric ?? objective));
  return { metric: chosen?.name ?? objective, direction: direction ?? chosen?.direction ?? 'minimize' };
}

/** `Rigid body: lambda_rigid × lambda_soft on walk_01.csv and 2 more`. */
export function suggestedName(
  { title }: Pick<FormPipeline, 'title'>,
  axes: readonly AxisEntry[],
  { main }: InputSelection,
): string {
  const names = axes.map((entry) =>
    isGroup(entry) ? parametersOf([entry]).map(leafName).join(', ') : leafName(entry.parameter),
  );
  const varied = names.join(' × ');
  const first = main[0] ? ` on ${main[0].name}` : '';
  const more = main.length > 1 ? ` and ${main.length - 1} more` : '';
  return `${title}${varied ? `: ${varied}` : ''}${first}${more}`.slice(0, 200);
}

function wholeNumber(text: string, least: number, most: number): { value?: number; message?: string } {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return { value };
  const limit = most < Number.MAX_SAFE_INTEGER ? ` to ${most.toLocaleString('en')}` : ' or more';
  return { message: `Enter a whole number, ${least}${limit}.` };
}
