/** Under which conditions the parameters of a design are varied, and whether these can be decided at all. */
import type { Problem } from '@batchyard/pipelines';
import { type Compiled, compileExpression } from '../expressions/evaluate.js';
import { type NameUse, namesIn } from '../expressions/expression.js';
import { parseExpression } from '../expressions/parser.js';
import { type AxisEntry, isGroup } from './axes.js';
import { parametersOf } from './entry-parameters.js';

/** One `when`. */
export interface Condition {
  /** Where it stands in the design: `axes.2.when`. */
  readonly field: string;
  readonly text: string;
  readonly names: readonly NameUse[];
  readonly holds: Compiled;
  /** What is left out where it does not hold. */
  readonly parameters: readonly string[];
}

export interface Conditions {
  /** In an order in which each can be decided: after those whose parameters it names. */
  readonly ordered: readonly Condition[];
  readonly problems: readonly Problem[];
}

export function conditionsOf(entries: readonly AxisEntry[]): Conditions {
  const problems: Problem[] = [];
  const conditions = collect(entries, 'axes', problems);
  const ordered = order(conditions);
  if (ordered.length < conditions.length) {
    problems.push(circle(conditions.filter((condition) => !ordered.includes(condition))));
  }
  return { ordered, problems };
}

function collect(entries: readonly AxisEntry[], field: string, problems: Problem[]): Condition[] {
  return entries.flatMap((entry, index) => {
    const own = `${field}.${index}`;
    const inner = isGroup(entry) ? collect(entry.axes ?? [], `${own}.axes`, problems) : [];
    if (entry.when === undefined) return inner;
    const parsed = parseExpression(entry.when, `${own}.when`);
    problems.push(...parsed.problems);
    if (parsed.expression === null) return inner;
    const condition: Condition = {
      field: `${own}.when`,
      text: entry.when,
      names: namesIn(parsed.expression),
      holds: compileExpression(parsed.expression),
      parameters: parametersOf([entry]),
    };
    return [condition, ...inner];
  });
}

/** Repeatedly the first condition that names no parameter of one that is still to come. */
function order(conditions: readonly Condition[]): Condition[] {
  const ordered: Condition[] = [];
  let open = [...conditions];
  for (;;) {
    const next = open.find((condition) => !open.some((other) => dependsOn(condition, other)));
    if (next === undefined) return ordered;
    ordered.push(next);
    open = open.filter((condition) => condition !== next);
  }
}

function dependsOn({ names }: Condition, { parameters }: Condition): boolean {
  return names.some(({ name }) => parameters.includes(name));
}

function circle(conditions: readonly Condition[]): Problem {
  const [first] = conditions;
  const texts = conditions.map(({ text }) => text).join('; ');
  return {
    code: 'CIRCULAR_CONDITIONS',
    severity: 'error',
    message: `These conditions decide on each other, or on themselves: ${texts}.`,
    place: { parameter: first?.field ?? 'axes' },
    value: texts,
    expectation: 'conditions on parameters that are varied without them',
    fix: 'Remove one of the conditions.',
  };
}
