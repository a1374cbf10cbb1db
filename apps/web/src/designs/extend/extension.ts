/** What extending a design would do, computed before anything is asked of the server. */
import {
  countDesign,
  type DesignAdditions,
  type DesignSpec,
  extendDesign,
  type InputSet,
  type JsonObject,
  mergeParams,
} from '@batchyard/domain';
import { counted, formatNumber } from '../../formatting/numbers';
import { parseSweep } from '../../parameters/drafts';
import type { Field } from '../../parameters/fields';

/** All as typed. */
export interface ExtensionDraft {
  /** Path of an axis; null: none. */
  readonly parameter: string | null;
  readonly values: string;
  /** Drawn settings more. */
  readonly samples: string;
  /** Replicates more. */
  readonly replicates: string;
  readonly inputs: readonly InputSet[];
}

export interface ReadExtension {
  readonly additions: DesignAdditions;
  /** Field of the draft → what is wrong. */
  readonly messages: Readonly<Record<string, string>>;
}

export function readExtension(draft: ExtensionDraft, fields: readonly Field[]): ReadExtension {
  const messages: Record<string, string> = {};
  const field = fields.find(({ path }) => path === draft.parameter);
  const parsed = field && draft.values.trim() !== '' ? parseSweep(field, draft.values) : { values: [] };
  if ('message' in parsed) messages.values = parsed.message;
  const values = 'values' in parsed ? parsed.values : [];
  const samples = countOf(draft.samples);
  if (samples === null) messages.samples = countMessage;
  const replicates = countOf(draft.replicates);
  if (replicates === null) messages.replicates = countMessage;
  return {
    additions: {
      values: field && values.length > 0 ? [{ parameter: field.path, values }] : [],
      samples: samples ?? 0,
      replicates: replicates ?? 0,
      inputs: draft.inputs,
    },
    messages,
  };
}

const mostAdded = 999;
const countMessage = `Enter a whole number, 0 to ${mostAdded}.`;

function countOf(text: string): number | null {
  const count = Number(text);
  return Number.isInteger(count) && count >= 0 && count <= mostAdded ? count : null;
}

export interface ExtensionPreview {
  /** `Creates exactly 3 new jobs; the 9 cells there are stay as they are.` */
  readonly sentence: string | null;
  readonly newCells: number;
  /** Why the design cannot be extended like this. */
  readonly message: string | null;
}

/** @param labels names of the inputs, the added ones last, which conditions may name */
export function previewExtension(
  spec: DesignSpec,
  additions: DesignAdditions,
  defaults: JsonObject,
  labels: readonly string[],
): ExtensionPreview {
  const { values, samples, replicates, inputs } = additions;
  const isEmpty = values.length + samples + replicates + inputs.length === 0;
  if (isEmpty) return { sentence: null, newCells: 0, message: null };
  const { spec: extended, problems } = extendDesign(spec, additions);
  const [problem] = problems;
  if (problem) return { sentence: null, newCells: 0, message: [problem.message, problem.fix].join(' ') };
  const context = { base: mergeParams(defaults, spec.params), inputLabels: labels };
  const before = countDesign(spec, context).cells;
  const newCells = countDesign(extended, context).cells - before;
  if (newCells <= 0)
    return { sentence: null, newCells: 0, message: 'This adds no cell that the design does not have.' };
  return { sentence: sentenceOf(newCells, before), newCells, message: null };
}

function sentenceOf(newCells: number, before: number): string {
  const stay =
    before === 1
      ? 'the cell there is stays as it is'
      : `the ${formatNumber(before)} cells there are stay as they are`;
  return `Creates exactly ${counted(newCells, 'new job')}; ${stay}.`;
}
