/** The form of a command pipeline, and the definition that it writes. */
import type { Json, JsonObject } from '@batchyard/domain';
import { toYaml } from '../../batch-form/yaml/to-yaml';

export const parameterTypes = ['number', 'integer', 'boolean', 'string'] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** All texts as typed; an empty one is left out of the definition. */
export interface ParameterDraft {
  readonly name: string;
  readonly title: string;
  readonly type: ParameterType;
  readonly default: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly unit: string;
}

export interface InputDraft {
  readonly name: string;
  /** Endings, separated by commas. */
  readonly extensions: string;
  readonly many: boolean;
  readonly optional: boolean;
}

export interface MetricDraft {
  readonly name: string;
  readonly unit: string;
  readonly direction: 'minimize' | 'maximize' | '';
}

export interface DefinitionDraft {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** One argument a line. */
  readonly command: string;
  readonly programName: string;
  readonly program: string;
  readonly params: readonly ParameterDraft[];
  readonly inputs: readonly InputDraft[];
  readonly metrics: readonly MetricDraft[];
  readonly network: boolean;
  readonly memoryMb: string;
  readonly timeS: string;
  /** Image of the container it runs in; empty: none. */
  readonly image: string;
  readonly bySlurm: boolean;
  /** Options of srun, one a line; only with `bySlurm`. */
  readonly slurmOptions: string;
}

export const emptyParameter: ParameterDraft = {
  name: '',
  title: '',
  type: 'number',
  default: '',
  minimum: '',
  maximum: '',
  unit: '',
};
export const emptyInput: InputDraft = { name: '', extensions: '', many: false, optional: false };
export const emptyMetric: MetricDraft = { name: '', unit: '', direction: '' };

/** A whole pipeline to change. */
export const starterDraft: DefinitionDraft = {
  name: 'smooth-series',
  version: '1.0.0',
  title: 'Smooth a series',
  summary: '',
  command: 'python3\n{files.smooth.py}\n{inputs.series}\n{params_file}',
  programName: 'smooth.py',
  program:
    'import json, sys\nparams = json.load(open(sys.argv[2]))\nprint(json.dumps({"metric": {"prediction_error": 1.0 / params["window"]}}))\n',
  params: [
    {
      ...emptyParameter,
      name: 'window',
      title: 'Window',
      type: 'integer',
      default: '5',
      minimum: '1',
      unit: 'points',
    },
  ],
  inputs: [{ ...emptyInput, name: 'series', extensions: '.csv' }],
  metrics: [{ name: 'prediction_error', unit: 'V', direction: 'minimize' }],
  network: false,
  memoryMb: '',
  timeS: '',
  image: '',
  bySlurm: false,
  slurmOptions: '',
};

/** The definition as YAML. What cannot be right is written as it stands, so that the check says what is wrong with it. */
export function definitionYaml(draft: DefinitionDraft): string {
  const { name, version, title, summary, network } = draft;
  const limits = given({ memoryMb: jsonOf(draft.memoryMb), timeS: jsonOf(draft.timeS) });
  const yaml = toYaml(
    given({
      name,
      version,
      title,
      summary: summary || undefined,
      command: linesOf(draft.command),
      params: byName(draft.params, parameterOf),
      inputs: byName(draft.inputs, inputOf),
      metrics: byName(draft.metrics, metricOf),
      network: network || undefined,
      container: draft.image.trim() === '' ? undefined : { image: draft.image.trim() },
      slurm: draft.bySlurm ? linesOf(draft.slurmOptions) : undefined,
      limits: Object.keys(limits).length > 0 ? limits : undefined,
    }),
  );
  return yaml + programOf(draft);
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

function programOf({ programName, program }: DefinitionDraft): string {
  if (programName.trim() === '' || program.trim() === '') return '';
  const lines = program.replace(/\n+$/, '').split('\n');
  return `files:\n  ${programName.trim()}: |\n${lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}\n`;
}

function parameterOf({ type, title, unit, minimum, maximum, ...rest }: ParameterDraft): JsonObject {
  return given({
    type,
    title: title || undefined,
    default: type === 'string' ? rest.default || undefined : jsonOf(rest.default),
    minimum: jsonOf(minimum),
    maximum: jsonOf(maximum),
    unit: unit || undefined,
  });
}

function inputOf({ extensions, many, optional }: InputDraft): JsonObject {
  const endings = extensions.split(/[,\s]+/).filter((ending) => ending !== '');
  return given({
    extensions: endings.length > 0 ? endings : undefined,
    count: many ? 'many' : undefined,
    optional: optional || undefined,
  });
}

const metricOf = ({ unit, direction }: MetricDraft): JsonObject =>
  given({ unit: unit || undefined, direction: direction || undefined });

function byName<T extends { readonly name: string }>(
  rows: readonly T[],
  write: (row: T) => JsonObject,
): JsonObject | undefined {
  const named = rows.filter(({ name }) => name.trim() !== '');
  if (named.length === 0) return undefined;
  return Object.fromEntries(named.map((row) => [row.name.trim(), write(row)]));
}

/** Numbers and switches as such; other texts as they are. */
function jsonOf(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

function given(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
