/** Jobs in a sheet: a row is one job with its inputs, parameters and facts, for a batch or for the list of a design. */
import type { InputSpec, JsonObject } from '@batchyard/pipelines';
import type { ListedJob } from '../../designs/jobs.js';
import { withValueAt } from '../../designs/paths.js';
import type { SchemaField } from '../../parameters/schema-fields.js';
import type { RowValues } from '../check-rows.js';
import type { FieldType, FieldValue, ImportField } from '../field.js';
import { type MappedColumn, unitOfHeading } from '../mapping.js';
import { factsOf } from './facts.js';

/** What the columns derive from. */
export interface JobSheetPipeline {
  readonly inputs: readonly InputSpec[];
  readonly parameters: readonly SchemaField[];
}

const plain = { unit: null, isRequired: false, aliases: [] as readonly string[] };
const inputPrefix = 'inputs.';

/**
 * Columns of a sheet of jobs. Beside these it may have facts (`metadata.date`).
 * @param kind a batch needs the inputs that its pipeline needs; a design may name them for all jobs together
 */
export function jobFields({ inputs, parameters }: JobSheetPipeline, kind: 'batch' | 'design'): ImportField[] {
  return [
    {
      ...plain,
      name: 'id',
      title: 'Id',
      description: 'Tells the jobs apart; the row number when left empty',
      type: { kind: 'id' },
      aliases: ['job', 'job_id', 'sample', 'name of job'],
      example: 'video_01',
    },
    ...inputs.map((input) => inputField(input, kind)),
    ...parameters.flatMap(parameterField),
    {
      ...plain,
      name: 'priority',
      title: 'Head start',
      description: 'So many seconds earlier than others',
      type: { kind: 'number', isWhole: true },
      unit: 's',
      example: '0',
    },
  ];
}

function inputField(
  { name, title, description, count, optional, extensions }: InputSpec,
  kind: 'batch' | 'design',
): ImportField {
  const several = count === 'many' ? '; several with ; between them' : '';
  return {
    ...plain,
    name: `${inputPrefix}${name}`,
    title,
    description: `${description}${several}`,
    type: { kind: 'id' },
    isRequired: kind === 'batch' && !optional,
    aliases: [name, `${name}_path`, `${name}_file`, 'file', 'path', 'file_name'],
    example: `${name}_01${extensions[0] ?? ''}`,
  };
}

/** Lists and nested structures do not fit into a cell. */
function parameterField({
  path,
  title,
  description,
  unit,
  aliases = [],
  kind,
  choices,
  limits,
  default: standard,
}: SchemaField): ImportField[] {
  const type = typeOf(kind, choices, limits);
  if (type === null) return [];
  return [
    {
      ...plain,
      name: path,
      title,
      description: description ?? title,
      type,
      unit: unit ?? null,
      aliases,
      example: standard == null ? '' : String(standard),
    },
  ];
}

function typeOf(
  kind: SchemaField['kind'],
  choices: SchemaField['choices'],
  limits: SchemaField['limits'],
): FieldType | null {
  switch (kind) {
    case 'number':
    case 'integer': {
      const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = limits;
      const min = exclusiveMinimum ?? minimum;
      const max = exclusiveMaximum ?? maximum;
      return {
        kind: 'number',
        ...(kind === 'integer' && { isWhole: true }),
        ...(min !== undefined && { min, isAboveMin: exclusiveMinimum !== undefined }),
        ...(max !== undefined && { max }),
      };
    }
    case 'boolean':
      return { kind: 'boolean' };
    case 'choice':
      return { kind: 'choice', values: choices.map(String) };
    case 'text':
      return { kind: 'text' };
    case 'time':
      return { kind: 'duration' };
    case 'choices':
    case 'texts':
    case 'numbers':
    case 'rows':
    case 'json':
      return null;
  }
}

/**
 * Values that the headings say for all rows: a heading with a unit (`Water level (ft)`) chooses it, where the pipeline
 * has a parameter for that (`water_level_unit`) with such a choice.
 */
export function valuesOfHeadings(
  columns: readonly MappedColumn[],
  { parameters }: Pick<JobSheetPipeline, 'parameters'>,
): RowValues {
  const found = columns.flatMap(({ heading, field }): [string, FieldValue][] => {
    const unit = unitOfHeading(heading)?.toLowerCase();
    const parameter = parameters.find(({ path }) => path === `${field}_unit`);
    const choice = parameter?.choices.find((each) => String(each).toLowerCase() === unit);
    return parameter === undefined || choice === undefined ? [] : [[parameter.path, String(choice)]];
  });
  return Object.fromEntries(found);
}

/** The job of a row: what is left empty is as in the template or the pipeline's defaults. */
export function jobOfRow(row: number, values: RowValues, pipeline: JobSheetPipeline): ListedJob {
  let params: JsonObject = {};
  for (const { path } of pipeline.parameters) {
    const value = values[path] ?? null;
    if (value !== null) params = withValueAt(params, path, value);
  }
  const inputs = pipeline.inputs.flatMap(({ name, count }): [string, string | string[]][] => {
    const value = values[`${inputPrefix}${name}`] ?? null;
    if (value === null) return [];
    const files = String(value)
      .split(';')
      .map((file) => file.trim())
      .filter((file) => file !== '');
    return [[name, count === 'many' ? files : String(value)]];
  });
  return {
    id: String(values.id ?? `row ${row}`),
    params,
    inputs: Object.fromEntries(inputs),
    metadata: factsOf(values),
    priority: typeof values.priority === 'number' ? values.priority : 0,
  };
}
