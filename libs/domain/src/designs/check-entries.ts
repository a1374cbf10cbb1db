/** Which fields of axes and groups belong together. Works on unchecked data: other fields may have wrong types. */
import type { Axis, AxisEntry, AxisGroup, Distribution } from './axes.js';
import { maxGroupDepth } from './axes.js';
import { demand, type FieldPath, type Report, refuse } from './rules.js';

/** How the entries around an axis are combined: every value is tried, or values are drawn. */
type Use = 'enumerate' | 'draw';

/** The use that a kind of design or group makes of its axes. */
function useOf(kind: string | undefined): Use {
  return kind === 'grid' || kind === 'zip' || kind === undefined ? 'enumerate' : 'draw';
}

/** @param kind of the design or group whose entries these are */
export function checkEntries(
  entries: readonly AxisEntry[],
  kind: string | undefined,
  path: FieldPath,
  report: Report,
  depth = 0,
): void {
  entries.forEach((entry, index) => {
    if (typeof entry !== 'object' || entry === null) return;
    const own = [...path, index];
    if ('kind' in entry && entry.kind !== undefined) checkGroup(entry, own, report, depth);
    else checkAxis(entry as Axis, useOf(kind), own, report);
  });
}

function refuseFields(entry: object, names: readonly string[], path: FieldPath, why: string, report: Report) {
  const given = entry as Readonly<Record<string, unknown>>;
  for (const name of names) if (given[name] !== undefined) refuse([...path, name], why, report);
}

function checkGroup(group: AxisGroup, path: FieldPath, report: Report, depth: number): void {
  const own = ['parameter', 'values', 'distribution', 'min', 'max', 'step', 'levels'];
  refuseFields(group, own, path, 'kind makes this entry a group, and that is for a single parameter', report);
  if (group.kind === 'rows') {
    refuseFields(group, ['axes', 'samples'], path, 'a group of rows is its table', report);
    if (group.rows === undefined) {
      demand([...path, 'rows'], 'A group of rows needs its table.', 'a list of settings', report);
    }
    return;
  }
  refuseFields(group, ['rows'], path, 'only a group of kind rows has a table', report);
  const isDrawn = useOf(group.kind) === 'draw';
  if (!isDrawn) refuseFields(group, ['samples'], path, `a ${group.kind} group tries every value`, report);
  else if (group.samples === undefined) {
    const message = `A group of kind ${group.kind} needs a number of samples.`;
    demand([...path, 'samples'], message, 'the number of settings to draw', report);
  }
  const axes = Array.isArray(group.axes) ? group.axes : [];
  if (axes.length === 0) demand([...path, 'axes'], 'A group needs axes.', 'a list of axes', report);
  if (depth + 1 < maxGroupDepth) checkEntries(axes, group.kind, [...path, 'axes'], report, depth + 1);
  else if (axes.some((axis) => 'kind' in axis)) {
    const expectation = `at most ${maxGroupDepth} groups within each other`;
    const fix = 'Write the settings of the inner group as rows.';
    report({ path: [...path, 'axes'], message: 'Groups are nested too deeply.', expectation, fix });
  }
}

function checkAxis(axis: Axis, use: Use, path: FieldPath, report: Report): void {
  const groupFields = ['axes', 'rows', 'samples'];
  refuseFields(axis, groupFields, path, 'only a group has it; set kind to make this entry one', report);
  if (axis.parameter === undefined) {
    demand([...path, 'parameter'], 'An axis needs a parameter.', 'the dotted path of a parameter', report);
  }
  if (axis.values !== undefined) checkValues(axis, path, report);
  else checkRange(axis, use, path, report);
}

function checkValues(axis: Axis, path: FieldPath, report: Report): void {
  const range = ['min', 'max', 'step', 'levels'];
  refuseFields(axis, range, path, 'the axis has values; a range has none', report);
  if (axis.distribution !== undefined && axis.distribution !== 'categorical') {
    refuse([...path, 'distribution'], 'the axis has values, which are categorical', report);
  }
}

function checkRange(axis: Axis, use: Use, path: FieldPath, report: Report): void {
  const { distribution, min, max } = axis;
  if (distribution === undefined || distribution === 'categorical') {
    const expectation = 'a list of values, or a distribution with min and max';
    const name = axis.parameter ?? 'The axis';
    demand([...path, 'values'], `${name} has no values.`, expectation, report);
    return;
  }
  const isBare = typeof min !== 'number' || typeof max !== 'number';
  for (const end of ['min', 'max'] as const) {
    if (axis[end] === undefined) {
      demand([...path, end], `A range of ${distribution} needs min and max.`, 'a number', report);
    }
  }
  checkSpacing(axis, distribution, use, path, report);
  if (isBare) return;
  checkBounds({ distribution, min, max }, path, report);
  if (use === 'enumerate') checkCount(axis, min, max, path, report);
}

function checkSpacing(
  { step, levels }: Axis,
  distribution: Distribution,
  use: Use,
  path: FieldPath,
  report: Report,
): void {
  if (distribution === 'step') {
    if (step === undefined) demand([...path, 'step'], 'A stepped range needs its step.', 'a number', report);
    if (levels !== undefined) refuse([...path, 'levels'], 'the step says which values there are', report);
    return;
  }
  if (step !== undefined) refuse([...path, 'step'], 'only distribution step has one', report);
  if (use === 'draw' && levels !== undefined) {
    refuse([...path, 'levels'], 'values are drawn from the range, not taken evenly', report);
  }
  if (use === 'enumerate' && levels === undefined && distribution !== 'integer') {
    const message = `A range of ${distribution} has no end of values, and this kind tries every one.`;
    demand([...path, 'levels'], message, 'the number of values to take from the range', report);
  }
}

const maxSteps = 100_000;

/** Every value of such a range would be tried. */
function checkCount(
  { distribution, step, levels }: Axis,
  min: number,
  max: number,
  path: FieldPath,
  report: Report,
): void {
  const spacing = distribution === 'integer' ? 1 : step;
  if (levels !== undefined || typeof spacing !== 'number' || (max - min) / spacing < maxSteps) return;
  const field = [...path, distribution === 'step' ? 'step' : 'max'];
  const message = `The range has more than ${maxSteps.toLocaleString('en')} values.`;
  demand(field, message, 'a range of fewer values', report);
}

interface Range {
  readonly distribution: Distribution;
  readonly min: number;
  readonly max: number;
}

function checkBounds({ distribution, min, max }: Range, path: FieldPath, report: Report): void {
  const rule = (field: string, message: string, expectation: string) =>
    demand([...path, field], message, expectation, report);
  if (min >= max) rule('max', `The range from ${min} to ${max} is empty.`, `a number above min (${min})`);
  if (distribution === 'log_uniform' && min <= 0) {
    rule('min', `A logarithmic range cannot start at ${min}.`, 'a number above 0');
  }
  if (distribution === 'integer') {
    for (const [field, value] of [['min', min] as const, ['max', max] as const]) {
      if (!Number.isSafeInteger(value)) rule(field, `${value} is not a whole number.`, 'a whole number');
    }
  }
}
