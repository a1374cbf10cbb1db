/** What a design varies, in words. */
import {
  type AxisEntry,
  axisLevels,
  type DesignSpec,
  isGroup,
  type Json,
  parametersOf,
} from '@batchyard/domain';
import { counted, formatNumber } from '../formatting/numbers';
import { formatValue, leafName } from '../formatting/values';
import { readSpec } from './spec';

export interface EntryText {
  readonly title: string;
  readonly text: string;
}

const shownValues = 30;

/** One axis or group with its values: `1, 10, 100`; `from 1 to 1,000, logarithmic`; `12 rows`. */
export function entryText(entry: AxisEntry): EntryText {
  const only = entry.when === undefined ? '' : `; only when ${entry.when}`;
  if (!isGroup(entry)) return { title: entry.parameter, text: valuesText(entry) + only };
  const title = parametersOf([entry]).join(', ');
  if (entry.kind === 'rows')
    return { title, text: `a table of ${counted(entry.rows?.length ?? 0, 'row')}${only}` };
  const inner = (entry.axes ?? []).map((axis) => entryText(axis).text).join(' and ');
  return { title, text: `${groupWords[entry.kind]}: ${inner}${only}` };
}

const groupWords = {
  grid: 'every combination',
  zip: 'in step',
  random: 'drawn',
  latin_hypercube: 'drawn as a Latin hypercube',
  sobol: 'drawn as a Sobol sequence',
} as const;

function valuesText(axis: Extract<AxisEntry, { parameter: string }>): string {
  const { values, distribution, min, max, step, levels } = axis;
  if (values !== undefined) {
    const more = values.length > shownValues ? ` and ${formatNumber(values.length - shownValues)} more` : '';
    return values.slice(0, shownValues).map(formatValue).join(', ') + more;
  }
  const range = `from ${formatNumber(min ?? 0)} to ${formatNumber(max ?? 0)}`;
  if (levels !== undefined) return `${axisLevels(axis).map(formatValue).join(', ')} (${range})`;
  const how = {
    uniform: 'evenly',
    log_uniform: 'logarithmic',
    integer: 'whole numbers',
    step: `in steps of ${step}`,
    categorical: '',
  };
  return `${range}, ${how[distribution ?? 'categorical']}`;
}

/** How the entries of a design combine: `every combination`, `60 settings, Sobol sequence`. */
export function combinationText({ kind, samples = 0 }: Pick<DesignSpec, 'kind' | 'samples'>): string {
  const settings = counted(samples, 'setting');
  switch (kind) {
    case 'grid':
      return 'every combination';
    case 'zip':
      return 'values in step';
    case 'list':
      return 'a list of jobs';
    case 'random':
      return `${settings} drawn at random`;
    case 'latin_hypercube':
      return `${settings}, Latin hypercube`;
    case 'sobol':
      return `${settings}, Sobol sequence`;
    case 'adaptive':
      return `${settings}, adaptive search`;
  }
}

/** For a table: `lambda_rigid (3) × lambda_soft (1 – 100)`. */
export function axesText(raw: Json): string {
  const spec = readSpec(raw);
  if (spec === null || (spec.axes.length === 0 && spec.kind !== 'list')) return 'one setting';
  if (spec.kind === 'list') return 'a list of jobs';
  return spec.axes.map(shortText).join(spec.kind === 'grid' ? ' × ' : ', ');
}

function shortText(entry: AxisEntry): string {
  if (isGroup(entry)) return parametersOf([entry]).map(leafName).join(' + ');
  const { parameter, values, levels, min, max } = entry;
  const count = values?.length ?? levels;
  const size =
    count === undefined ? `${formatNumber(min ?? 0)} – ${formatNumber(max ?? 0)}` : formatNumber(count);
  return `${leafName(parameter)} (${size})`;
}
