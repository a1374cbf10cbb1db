/** How far an import is and what committing it would do. */

import { kindWords } from './kinds';
import type { WholeImport } from './queries';

export const importSteps = ['source', 'sheet', 'columns', 'check', 'review'] as const;
export type ImportStep = (typeof importSteps)[number];

type Counted = Pick<WholeImport, 'counts' | 'rowCount'>;

/** Whether all rows were looked at; a sheet is ready a little before that. */
export function isChecked({ counts, rowCount }: Counted): boolean {
  return Object.values(counts).reduce((sum, count) => sum + count, 0) === rowCount;
}

/** Required fields that no column fills. */
export function missingFields({
  fields,
  columns,
}: Pick<WholeImport, 'columns' | 'fields'>): WholeImport['fields'] {
  const filled = new Set(columns.map(({ field }) => field));
  return fields.filter(({ name, isRequired }) => isRequired && !filled.has(name));
}

/** Where a draft is taken up: what is remembered of equal headings needs no second look. */
export function firstStep(
  draft: Pick<WholeImport, 'state' | 'rememberedFrom' | 'columns' | 'fields'>,
): ImportStep {
  if (draft.state !== 'ready') return 'source';
  if (draft.rememberedFrom === null) return 'sheet';
  return missingFields(draft).length > 0 ? 'columns' : 'check';
}

export type CommitMode = 'all_or_nothing' | 'valid_only';

/** One sentence: what the import makes, changes, leaves and skips. */
export function commitSentence(
  { kind, counts }: Pick<WholeImport, 'kind' | 'counts'>,
  mode: CommitMode,
): string {
  const skipped = counts.error + counts.conflict + counts.gone;
  if (mode === 'all_or_nothing' && skipped > 0) {
    return `Nothing can be imported as a whole: ${rowsText(skipped)} ${skipped === 1 ? 'has' : 'have'} errors.`;
  }
  const made = counts.new + counts.warning;
  const parts = [
    ...(made > 0 ? [kindWords[kind].creates(made)] : []),
    ...(counts.changed > 0 ? [`changes ${rowsText(counts.changed)}`] : []),
    ...(counts.unchanged > 0 ? [`leaves ${rowsText(counts.unchanged)} as they are`] : []),
    ...(skipped > 0 ? [`skips ${rowsText(skipped)}`] : []),
  ];
  if (made + counts.changed === 0) return nothingNew(counts.unchanged, skipped);
  return `This ${listed(parts)}.`;
}

function nothingNew(unchanged: number, skipped: number): string {
  const skips =
    skipped > 0 ? ` ${rowsText(skipped)} with errors ${skipped === 1 ? 'is' : 'are'} skipped.` : '';
  return unchanged > 0
    ? `This changes nothing: all of it is there already.${skips}`
    : `There is nothing to import.${skips}`;
}

const rowsText = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** What a commit left behind, as the API says it. */
export interface ImportResult {
  readonly summary: string;
  readonly batchId: string | null;
  readonly designId: string | null;
  readonly rejected: number;
}

/** Reads the result of a committed import; null for a draft. */
export function resultOf(result: WholeImport['result']): ImportResult | null {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return null;
  const { summary, batchId, designId, rejected } = result as Record<string, unknown>;
  return {
    summary: typeof summary === 'string' ? summary : 'Imported.',
    batchId: typeof batchId === 'string' ? batchId : null,
    designId: typeof designId === 'string' ? designId : null,
    rejected: typeof rejected === 'number' ? rejected : 0,
  };
}

const dayMs = 86_400_000;

/** `6 days left`, `less than a day left`. */
export function daysLeft(expiresAt: string, nowMs: number): string {
  const left = (Date.parse(expiresAt) - nowMs) / dayMs;
  if (left < 1) return 'less than a day left';
  const days = Math.round(left);
  return days === 1 ? '1 day left' : `${days} days left`;
}
