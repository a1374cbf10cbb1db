/** How the settings of a design are made and judged, as typed; an empty text means the default. */
import type { DesignKind, DesignSpec, EarlyStopping, Objective } from '@batchyard/domain';
import { parseExpression } from '@batchyard/domain';
import { type GroupDraft, rangeUseOf } from './groups/group-draft';

/** The kinds that the form can show; a list is written as YAML. */
export type FormKind = Exclude<DesignKind, 'list'>;

export interface DesignDraft {
  readonly kind: FormKind;
  /** Settings to draw. */
  readonly samples: string;
  readonly where: string;
  /** Parameters that vary together, tables of settings, and what stays as it is. */
  readonly groups: readonly GroupDraft[];
  readonly smallestDifference: string;
  readonly furtherObjectives: readonly Objective[];
  /** Empty: no cross-validation. */
  readonly folds: string;
  readonly shuffle: boolean;
  readonly stratifyBy: string;
  readonly method: 'tpe' | 'gp';
  readonly startup: string;
  readonly parallel: string;
  /** Empty: jobs run to their end. */
  readonly stopRule: '' | EarlyStopping['rule'];
  readonly stopMetric: string;
  readonly stopAfterStep: string;
  readonly stopFactor: string;
  readonly stopMinJobs: string;
}

export const noDesign: DesignDraft = {
  kind: 'grid',
  samples: '20',
  where: '',
  groups: [],
  smallestDifference: '',
  furtherObjectives: [],
  folds: '',
  shuffle: false,
  stratifyBy: '',
  method: 'tpe',
  startup: '10',
  parallel: '4',
  stopRule: '',
  stopMetric: '',
  stopAfterStep: '1',
  stopFactor: '3',
  stopMinJobs: '5',
};

export interface KindText {
  readonly title: string;
  readonly meaning: string;
}

/** How the entries of a design combine, in words. */
export const kindTexts: Readonly<Record<FormKind, KindText>> = {
  grid: {
    title: 'Every combination (grid)',
    meaning: 'Each value of one parameter with each value of the others.',
  },
  zip: {
    title: 'In step (zip)',
    meaning: 'The first values together, then the second ones, and so on; all lists are equally long.',
  },
  random: { title: 'Random', meaning: 'Settings drawn from the values and ranges.' },
  latin_hypercube: {
    title: 'Latin hypercube',
    meaning: 'Drawn so that every range is covered evenly, with few settings.',
  },
  sobol: {
    title: 'Sobol sequence',
    meaning: 'Points that fill all ranges evenly together; best with 8, 16, 32 …',
  },
  adaptive: {
    title: 'Adaptive search',
    meaning: 'Later settings are proposed from the results of earlier ones, to find the best with few jobs.',
  },
};

type DesignPart = Pick<DesignSpec, 'kind'> &
  Partial<
    Pick<
      DesignSpec,
      'samples' | 'where' | 'crossValidation' | 'furtherObjectives' | 'adaptive' | 'earlyStopping'
    >
  >;

export interface ReadDesignDraft {
  readonly part: DesignPart;
  readonly smallestDifference?: number;
  /** Field of the draft → what is wrong. */
  readonly messages: Readonly<Record<string, string>>;
}

/** @param isVaried whether anything is varied; the kind does not matter otherwise */
export function readDesignDraft(draft: DesignDraft, isVaried: boolean): ReadDesignDraft {
  const messages: Record<string, string> = {};
  const count = (field: CountField, least: number) => {
    const value = Number(draft[field]);
    if (draft[field].trim() !== '' && Number.isInteger(value) && value >= least) return value;
    messages[field] = `Enter a whole number, ${least} or more.`;
    return undefined;
  };
  const kind = isVaried ? draft.kind : 'grid';
  const samples = rangeUseOf(kind) === 'draw' ? count('samples', 1) : undefined;
  const where = draft.where.trim();
  const wrong = where === '' ? undefined : parseExpression(where).problems[0];
  if (wrong) messages.where = wrong.message;
  const folds = draft.folds.trim() === '' ? undefined : count('folds', 2);
  const startup = kind === 'adaptive' ? count('startup', 1) : undefined;
  const parallel = kind === 'adaptive' ? count('parallel', 1) : undefined;
  const earlyStopping = draft.stopRule === '' ? null : stoppingOf(draft, draft.stopRule, count, messages);
  const smallestDifference = readDifference(draft.smallestDifference);
  if (smallestDifference === null) messages.smallestDifference = 'Enter a number above 0, or nothing.';
  return {
    part: {
      kind,
      ...(samples !== undefined && { samples }),
      ...(where !== '' && !wrong && { where }),
      ...(folds !== undefined && { crossValidation: foldsOf(draft, folds) }),
      ...(draft.furtherObjectives.length > 0 && { furtherObjectives: [...draft.furtherObjectives] }),
      ...(startup !== undefined &&
        parallel !== undefined && { adaptive: { method: draft.method, startup, parallel } }),
      ...(earlyStopping !== null && { earlyStopping }),
    },
    ...(smallestDifference != null && { smallestDifference }),
    messages,
  };
}

type CountField = 'samples' | 'folds' | 'startup' | 'parallel' | 'stopAfterStep' | 'stopMinJobs';

/** Null where a field is wrong. */
function stoppingOf(
  draft: DesignDraft,
  rule: EarlyStopping['rule'],
  count: (field: CountField, least: number) => number | undefined,
  messages: Record<string, string>,
): EarlyStopping | null {
  const metric = draft.stopMetric.trim();
  if (metric === '') messages.stopMetric = 'Choose the metric that jobs report on their way.';
  const afterStep = count('stopAfterStep', 1);
  const minJobs = count('stopMinJobs', 2);
  const factor = Number(draft.stopFactor);
  const isFactor = draft.stopFactor.trim() !== '' && factor >= 2 && factor <= 100;
  if (!isFactor) messages.stopFactor = 'Enter a number, 2 to 100.';
  if (metric === '' || afterStep === undefined || minJobs === undefined || !isFactor) return null;
  return { rule, metric, afterStep, factor, minJobs };
}

function foldsOf({ shuffle, stratifyBy }: DesignDraft, folds: number): DesignSpec['crossValidation'] {
  return { folds, shuffle, ...(stratifyBy.trim() !== '' && { stratifyBy: stratifyBy.trim() }) };
}

/** Undefined where nothing is given, null where that is no number above 0. */
function readDifference(text: string): number | undefined | null {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** What stands in the fields for a design that exists, as far as the form has fields for it. */
export function designDraftOf(spec: DesignSpec): DesignDraft {
  const { kind, samples, crossValidation: folds, adaptive, earlyStopping } = spec;
  return {
    ...noDesign,
    kind: kind === 'list' ? 'grid' : kind,
    samples: samples === undefined ? noDesign.samples : String(samples),
    where: spec.where ?? '',
    smallestDifference: textOf(spec.objective?.smallestDifference),
    furtherObjectives: spec.furtherObjectives ?? [],
    folds: textOf(folds?.folds),
    shuffle: folds?.shuffle ?? false,
    stratifyBy: folds?.stratifyBy ?? '',
    ...(adaptive && {
      method: adaptive.method,
      startup: String(adaptive.startup),
      parallel: String(adaptive.parallel),
    }),
    ...(earlyStopping && {
      stopRule: earlyStopping.rule,
      stopMetric: earlyStopping.metric,
      stopAfterStep: String(earlyStopping.afterStep),
      stopFactor: String(earlyStopping.factor),
      stopMinJobs: String(earlyStopping.minJobs),
    }),
  };
}

const textOf = (value: number | undefined) => (value === undefined ? '' : String(value));
