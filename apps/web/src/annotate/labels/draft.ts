/** What the next labels carry besides their value. */
import type { Severity, VocabularyKind } from '@batchyard/domain';

export interface LabelDraft {
  /** 0…1; null: none given. */
  readonly confidence: number | null;
  /** Null: that of the value. */
  readonly severity: Severity | null;
  readonly note: string;
  /** Fields of the detail by name. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export const emptyDraft: LabelDraft = { confidence: null, severity: null, note: '', detail: {} };

/** The parts of a draft that a kind takes; a confidence that it requires is 1 where none is given. */
export function draftFor(kind: VocabularyKind, draft: LabelDraft) {
  const names = new Set(kind.details.map(({ name }) => name));
  const detail = Object.entries(draft.detail).filter(([name, value]) => names.has(name) && value !== '');
  const given = kind.confidence === 'none' ? null : draft.confidence;
  return {
    confidence: given ?? (kind.confidence === 'required' ? 1 : null),
    severity: draft.severity !== null && kind.severities?.includes(draft.severity) ? draft.severity : null,
    note: draft.note.trim() === '' ? null : draft.note.trim(),
    detail: detail.length === 0 ? null : Object.fromEntries(detail),
  };
}
