/** What a bulk operation on annotations will take, and in which order its entries touch the fewest subjects. */
import { parseSubjectId } from '../subjects/subject-ids.js';

export const bulkOperations = [
  'annotation',
  'phenotype_assignment',
  'genotype_assignment',
  'flag_detection',
  'validation',
] as const;
export type BulkOperation = (typeof bulkOperations)[number];

/** Memory of one entry while it is under way, bytes. An operation that keeps nothing of an entry has none. */
const bytesPerEntry: Readonly<Record<BulkOperation, number>> = {
  annotation: 0,
  phenotype_assignment: 100,
  genotype_assignment: 0,
  flag_detection: 200,
  validation: 0,
};

/** Entries per second on an ordinary machine. */
const entriesPerS: Readonly<Record<BulkOperation, number>> = {
  annotation: 50,
  phenotype_assignment: 100,
  genotype_assignment: 200,
  flag_detection: 300,
  validation: 500,
};

const bytesPerMb = 2 ** 20;

export interface MemoryEstimate {
  /** What is held already. */
  readonly currentMb: number;
  readonly overheadMb: number;
  readonly totalMb: number;
}

/** @param current what is held now; its size is that of its JSON text in UTF-8 */
export function estimateMemory(current: unknown, operation: BulkOperation, entries: number): MemoryEstimate {
  const text = JSON.stringify(current) ?? '';
  const currentMb = new TextEncoder().encode(text).length / bytesPerMb;
  const overheadMb = (entries * bytesPerEntry[operation]) / bytesPerMb;
  return { currentMb, overheadMb, totalMb: currentMb + overheadMb };
}

/** Seconds that an operation takes, roughly. */
export function estimateSeconds(operation: BulkOperation, entries: number): number {
  return entries / entriesPerS[operation];
}

/**
 * Entries with equal keys follow each other, in the order in which the keys first come; otherwise the order stays.
 * @param keyOf the video, or else the experiment, that the entry's name says; the name itself where it says none
 */
export function groupByLocality<Entry extends { readonly subject: string }>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string = ({ subject }) => localityOf(subject),
): Entry[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].flat();
}

function localityOf(name: string): string {
  const id = parseSubjectId(name);
  return id?.video ?? id?.experiment ?? name;
}
