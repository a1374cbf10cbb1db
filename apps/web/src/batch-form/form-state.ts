/** The state of the "New batch" form, and the design that it describes. */
import {
  type Axis,
  axisLevels,
  type DesignInput,
  type DesignSpec,
  type JsonObject,
  type Objective,
} from '@batchyard/domain';
import { counted } from '../formatting/numbers';
import { leafName } from '../formatting/values';
import {
  type InputLike,
  type InputSelection,
  inputSetsOf,
  missingInput,
  noSelection,
} from '../inputs/selection';
import { noDrafts, type ParameterDrafts, parseDrafts } from '../parameters/drafts';
import type { Field } from '../parameters/fields';

/** All that a person has entered; what was not touched is empty and means the default. */
export interface FormState {
  /** Name of the pipeline; null while none was picked. */
  readonly pipeline: string | null;
  readonly selection: InputSelection;
  readonly parameters: ParameterDrafts;
  readonly options: ParameterDrafts;
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
  parameters: noDrafts,
  options: noDrafts,
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
  readonly spec: Omit<DesignInput, 'jobs'> & {
    readonly axes: Axis[];
    readonly inputs: DesignSpec['inputs'];
    readonly replicates: number;
    readonly seed: number;
  };
  readonly options: JsonObject;
  /** Parameter path, `options.<path>`, `replicates`, `seed` or `inputs` → what is wrong. */
  readonly messages: Readonly<Record<string, string>>;
}

/** The design and the options that the form stands for, with what is wrong field by field. */
export function readForm(state: FormState, pipeline: FormPipeline): ReadForm {
  const parameters = parseDrafts(pipeline.fields, state.parameters);
  const options = parseDrafts(pipeline.optionFields, state.options);
  const replicates = wholeNumber(state.replicates, 1, 1000);
  const seed = wholeNumber(state.seed, 0, Number.MAX_SAFE_INTEGER);
  const missing = missingInput(pipeline.inputs, state.selection);
  const axes = [...parameters.axes];
  return {
    spec: {
      name: state.name.trim() || suggestedName(pipeline, axes, state.selection),
      pipeline: pipeline.name,
      params: parameters.params,
      axes,
      inputs: inputSetsOf(pipeline.inputs, state.selection),
      replicates: replicates.value ?? 1,
      seed: seed.value ?? 0,
      objective: objectiveOf(state, pipeline),
    },
    options: options.params,
    messages: {
      ...parameters.messages,
      ...Object.fromEntries(
        Object.entries(options.messages).map(([path, text]) => [`options.${path}`, text]),
      ),
      ...(replicates.message ? { replicates: replicates.message } : {}),
      ...(seed.message ? { seed: seed.message } : {}),
      ...(missing ? { inputs: missing } : {}),
    },
  };
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
  axes: readonly Axis[],
  { main }: InputSelection,
): string {
  const varied = axes.map(({ parameter }) => leafName(parameter)).join(' × ');
  const first = main[0] ? ` on ${main[0].name}` : '';
  const more = main.length > 1 ? ` and ${main.length - 1} more` : '';
  return `${title}${varied ? `: ${varied}` : ''}${first}${more}`.slice(0, 200);
}

/** `27 cells = 3 × 3 × 3 settings × 1 input`, in the words of the counts alone. */
export function cellSentence(
  cells: number,
  spec: Pick<ReadForm['spec'], 'inputs' | 'replicates'> & { readonly axes: readonly Axis[] },
): string {
  const sizes = spec.axes.map((axis) => axisLevels(axis).length);
  const settings =
    sizes.length === 0 ? '1 setting' : `${sizes.join(' × ')} setting${isOne(sizes) ? '' : 's'}`;
  const replicates = spec.replicates > 1 ? ` × ${counted(spec.replicates, 'replicate')}` : '';
  return `${counted(cells, 'cell')} = ${settings} × ${counted(spec.inputs.length, 'input')}${replicates}`;
}

function isOne(sizes: readonly number[]): boolean {
  return sizes.every((size) => size === 1);
}

function wholeNumber(text: string, least: number, most: number): { value?: number; message?: string } {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return { value };
  const limit = most < Number.MAX_SAFE_INTEGER ? ` to ${most.toLocaleString('en')}` : ' or more';
  return { message: `Enter a whole number, ${least}${limit}.` };
}
