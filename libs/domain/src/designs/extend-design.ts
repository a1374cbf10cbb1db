/** A design with more in it: further values of an axis, drawn settings, replicates or inputs. All of its former cells stay in it. */
import type { Json, Problem } from '@batchyard/pipelines';
import { type Axis, type AxisEntry, isGroup } from './axes.js';
import { axisLevels } from './axis-values.js';
import { canonicalJson } from './canonical.js';
import type { DesignSpec } from './design.js';
import type { InputSet } from './inputs.js';
import { isDrawn, withMoreSamples } from './more-samples.js';

export interface AddedValues {
  /** Dotted path of a parameter that the design varies. */
  readonly parameter: string;
  readonly values: readonly Json[];
}

export interface DesignAdditions {
  readonly values: readonly AddedValues[];
  /** Settings more than a design that draws them has. */
  readonly samples: number;
  /** Replicates more than the design has. */
  readonly replicates: number;
  readonly inputs: readonly InputSet[];
}

export interface ExtendedDesign {
  /** The design as it was where there are problems. */
  readonly spec: DesignSpec;
  readonly problems: readonly Problem[];
}

const maxNameLength = 200;

/** Adds to a design; an axis given as a range becomes the values that it stood for, and the new ones behind them. */
export function extendDesign(spec: DesignSpec, additions: DesignAdditions): ExtendedDesign {
  const problems = [...refusals(spec, additions), ...valueProblems(spec, additions)];
  if (problems.length > 0) return { spec, problems };
  const { samples } = additions;
  const drawn = isDrawn(spec) && samples > 0 ? withMoreSamples(spec, samples) : spec;
  return {
    spec: {
      ...drawn,
      name: extendedName(spec.name),
      axes: drawn.axes.map((entry) => withValues(entry, additions.values)),
      replicates: spec.replicates + additions.replicates,
      inputs: [...spec.inputs, ...additions.inputs],
    },
    problems: [],
  };
}

/** The axes that can take further values: explicit values or ranges of designs that try every value. */
export function extendableAxes(spec: Pick<DesignSpec, 'kind' | 'axes'>): readonly Axis[] {
  return spec.kind === 'grid' || spec.kind === 'zip' ? axesWithin(spec.axes) : [];
}

function axesWithin(entries: readonly AxisEntry[]): Axis[] {
  return entries.flatMap((entry) => {
    if (!isGroup(entry)) return [entry];
    return entry.kind === 'grid' || entry.kind === 'zip' ? axesWithin(entry.axes ?? []) : [];
  });
}

function withValues(entry: AxisEntry, added: readonly AddedValues[]): AxisEntry {
  if (isGroup(entry)) {
    return entry.axes ? { ...entry, axes: entry.axes.map((inner) => withValues(inner, added)) } : entry;
  }
  const more = added.filter(({ parameter }) => parameter === entry.parameter).flatMap(({ values }) => values);
  if (more.length === 0) return entry;
  const { parameter, when } = entry;
  return { parameter, values: [...axisLevels(entry), ...more], ...(when !== undefined && { when }) };
}

function refusals(spec: DesignSpec, { values, samples, replicates, inputs }: DesignAdditions): Problem[] {
  const { kind } = spec;
  if (values.length === 0 && samples === 0 && replicates === 0 && inputs.length === 0) {
    const fix = 'Add values to an axis, drawn settings, replicates or inputs.';
    return [refusal('additions', 'Nothing was added.', fix)];
  }
  if (kind === 'list' || kind === 'adaptive') {
    const why = kind === 'list' ? 'names each of its jobs' : 'chooses its settings itself';
    return [
      refusal('kind', `A design of kind ${kind} ${why}.`, 'Start a new batch from this design instead.'),
    ];
  }
  if (samples > 0 && !isDrawn(spec)) {
    const message = `A design of kind ${kind} draws no settings, so there are no further ones to draw.`;
    return [refusal('samples', message, 'Add values to an axis instead.')];
  }
  if (samples > 0 && kind === 'latin_hypercube' && spec.axes.some((entry) => entry.when !== undefined)) {
    const message =
      'A Latin hypercube with conditions cannot be drawn further without changing its settings.';
    return [refusal('samples', message, 'Start a new design with another seed instead.')];
  }
  if (inputs.length > 0 && spec.crossValidation !== undefined) {
    const message = 'More inputs would change the folds of the cross-validation, and with them every result.';
    return [refusal('inputs', message, 'Start a new batch from this design instead.')];
  }
  return [];
}

function valueProblems(spec: DesignSpec, { values: added }: DesignAdditions): Problem[] {
  const axes = new Map(extendableAxes(spec).map((axis) => [axis.parameter, axis]));
  return added.flatMap(({ parameter, values }) => {
    const axis = axes.get(parameter);
    if (axis === undefined) {
      const known = [...axes.keys()];
      const fix =
        known.length > 0 ? `Add values to ${known.join(' or ')}.` : 'Add replicates or inputs instead.';
      return [refusal(parameter, `The design has no axis of ${parameter} that takes further values.`, fix)];
    }
    const seen = new Set(axisLevels(axis).map(canonicalJson));
    return values.flatMap((value) => {
      const text = canonicalJson(value);
      const isDouble = seen.has(text);
      seen.add(text);
      return isDouble
        ? [refusal(parameter, `${parameter} has the value ${text} already.`, 'Leave it out.')]
        : [];
    });
  });
}

function refusal(parameter: string, message: string, fix: string): Problem {
  return { code: 'NOT_EXTENDABLE', severity: 'error', message, place: { parameter }, fix };
}

function extendedName(name: string): string {
  const suffix = ', extended';
  return name.endsWith(suffix) ? name : `${name.slice(0, maxNameLength - suffix.length)}${suffix}`;
}
