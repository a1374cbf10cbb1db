/** The settings of a design: what its axes make of it, which cells `where` excludes, and how many there are. */
import type { Json, Problem } from '@batchyard/pipelines';
import { type Compiled, compileExpression, type Lookup } from '../expressions/evaluate.js';
import { type NameUse, namesIn } from '../expressions/expression.js';
import { expressionProblem, parseExpression } from '../expressions/parser.js';
import { type AxisEntry, isGroup } from './axes.js';
import { choiceOf, maxCombinations } from './choices.js';
import { type Conditions, conditionsOf } from './conditions.js';
import type { DesignSpec } from './design.js';
import { parametersOf } from './entry-parameters.js';
import { flattenParams, type JsonObject, valueAt } from './paths.js';
import { type Setting, type SettingsSpec, settingStream } from './setting-stream.js';

export type { Setting, SettingsSpec } from './setting-stream.js';

/** A condition that every cell must meet. */
export interface Where {
  readonly text: string;
  readonly names: readonly NameUse[];
  readonly holds: Compiled;
  /** Whether it names input or replicate: then it is looked at for each cell, else for each setting. */
  readonly isOfCell: boolean;
}

/** The names of a cell beside its parameters. */
export const cellNames = ['replicate', 'input'] as const;

/** A design made ready for going through its settings. */
export interface SettingSpace {
  /** What is wrong with the design as a whole. */
  readonly problems: readonly Problem[];
  readonly where: Where | null;
  /** Base values of parameters that no entry sets. */
  readonly base: Lookup;
  /** Settings in order, null for each repetition. */
  settings(): Generator<Setting | null>;
}

/** @param base base parameters, best with all defaults of the pipeline filled in: conditions may name these */
export function settingSpace(
  spec: SettingsSpec & Partial<Pick<DesignSpec, 'where'>>,
  base: JsonObject = spec.params ?? {},
): SettingSpace {
  const conditions = conditionsOf(spec.axes);
  const { where, problems } = whereOf(spec.where);
  const known = new Map<string, Json | undefined>();
  const lookup = (name: string) => {
    if (!known.has(name)) known.set(name, valueAt(base, name));
    return known.get(name);
  };
  return {
    problems: [...doubleAxes(spec.axes), ...unequalZips(spec), ...conditions.problems, ...problems],
    where,
    base: lookup,
    settings: () => settingStream(spec, conditions.ordered, lookup),
  };
}

/** All settings of a design, `where` not looked at; of an adaptive design those that it begins with. */
export function settingsOf(spec: SettingsSpec, base?: JsonObject): JsonObject[] {
  const settings: JsonObject[] = [];
  let combinations = 0;
  for (const setting of settingSpace(spec, base).settings()) {
    if (setting !== null) settings.push(Object.fromEntries(setting));
    if (++combinations === maxCombinations) break;
  }
  return settings;
}

function whereOf(text: string | undefined): { where: Where | null; problems: readonly Problem[] } {
  if (text === undefined) return { where: null, problems: [] };
  const { expression, problems } = parseExpression(text, 'where');
  if (expression === null) return { where: null, problems };
  const names = namesIn(expression);
  const isOfCell = names.some(({ name }) => (cellNames as readonly string[]).includes(name));
  return { where: { text, names, holds: compileExpression(expression), isOfCell }, problems: [] };
}

/** Axes that cannot stand beside each other. Bad values are found cell by cell. */
function doubleAxes(entries: readonly AxisEntry[]): Problem[] {
  const paths = entries.flatMap(function own(entry): readonly string[] {
    if (!isGroup(entry)) return [entry.parameter];
    return entry.kind === 'rows' ? parametersOf([entry]) : (entry.axes ?? []).flatMap(own);
  });
  const doubled = paths.filter((path, index) => paths.indexOf(path) < index);
  return [...new Set(doubled)].map((parameter) => ({
    code: 'DOUBLE_AXIS',
    severity: 'error',
    message: `Two axes vary ${parameter}.`,
    place: { parameter },
    expectation: 'each parameter on one axis only',
    fix: 'Merge the two lists of values into one axis.',
  }));
}

/** Zipped entries of unequal lengths, at whatever depth. */
function unequalZips({ kind, axes }: SettingsSpec): Problem[] {
  return [
    ...(kind === 'zip' ? unequalZip(axes, 'axes') : []),
    ...axes.flatMap(function inside(entry, index): Problem[] {
      if (!isGroup(entry)) return [];
      const field = `axes.${index}.axes`;
      const own = entry.kind === 'zip' ? unequalZip(entry.axes ?? [], field) : [];
      return [...own, ...(entry.axes ?? []).flatMap(inside)];
    }),
  ];
}

function unequalZip(entries: readonly AxisEntry[], field: string): Problem[] {
  const lengths = entries.map((entry) => choiceOf(entry, '').size);
  if (new Set(lengths).size <= 1) return [];
  const texts = entries.map((entry, index) => `${parametersOf([entry]).join(', ')} has ${lengths[index]}`);
  return [
    {
      code: 'UNEQUAL_LENGTHS',
      severity: 'error',
      message: `Zipped axes need equally many values: ${texts.join('; ')}.`,
      place: { parameter: field },
      value: lengths.join(', '),
      expectation: 'the same number of values on each axis',
      fix: 'Add or remove values, or use kind: grid.',
    },
  ];
}

/**
 * Names in `where` and `when` that are no parameters.
 * @param base complete parameters of the pipeline
 * @param nearest the known name nearest to an unknown one
 */
export function unknownNames(
  spec: SettingsSpec & Partial<Pick<DesignSpec, 'where'>>,
  base: JsonObject,
  nearest: (name: string, known: readonly string[]) => string | null = () => null,
): Problem[] {
  const conditions: Conditions = conditionsOf(spec.axes);
  const { where } = whereOf(spec.where);
  const uses = [
    ...conditions.ordered.map(({ field, text, names }) => ({ field, text, names, others: [] as string[] })),
    ...(where === null ? [] : [{ field: 'where', ...where, others: [...cellNames] as string[] }]),
  ];
  const parameters = new Set([...parametersOf(spec.axes), ...flattenParams(base).keys()]);
  return uses.flatMap(({ field, text, names, others }) =>
    names
      .filter(
        ({ name }) => !parameters.has(name) && !others.includes(name) && valueAt(base, name) === undefined,
      )
      .map(({ name, position }) => {
        const near = nearest(name, [...parameters, ...others]);
        const hint =
          near === null ? `a parameter, or '${name}' for a text` : `${near}, or '${name}' for a text`;
        return expressionProblem(
          { message: `There is no parameter ${name}`, position, expectation: hint },
          text,
          field,
        );
      }),
  );
}
