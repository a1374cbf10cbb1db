/** One request by itself: whether it says something that the vocabulary allows. */
import type { JsonObject } from '@batchyard/pipelines';
import type { AssignRequest, StatementFields, SubjectFrames } from './annotation.js';
import { RuleFailure } from './rule-failure.js';
import type { Severity, Vocabulary, VocabularyDetail, VocabularyKind, VocabularyTerm } from './vocabulary.js';

/** Longest value outside the terms, in characters. */
export const maxValueLength = 100;
/** Longest note, in characters. */
export const maxNoteLength = 2_000;

export interface CheckedRequest extends StatementFields {
  readonly kind: VocabularyKind;
  readonly value: string;
  /** null of the empty value and of a free text. */
  readonly term: VocabularyTerm | null;
  /** Takes statements away: of the value, or of all values where `value` is the empty one. */
  readonly isRemoval: boolean;
}

/** @throws RuleFailure naming what is wrong and what is allowed */
export function checkRequest(
  request: AssignRequest,
  subject: SubjectFrames,
  vocabulary: Vocabulary,
): CheckedRequest {
  const kind = kindOf(request, subject, vocabulary);
  const { value } = request;
  const term = termOf(value, kind);
  return {
    kind,
    value,
    term,
    isRemoval: request.remove === true || value === kind.emptyValue,
    confidence: confidenceOf(request, kind),
    severity: severityOf(request.severity ?? null, kind, term),
    note: noteOf(request.note ?? null),
    detail: detailOf(request.detail ?? {}, kind),
  };
}

function kindOf(request: AssignRequest, subject: SubjectFrames, vocabulary: Vocabulary): VocabularyKind {
  for (const field of ['kind', 'value'] as const) {
    if (typeof request[field] === 'string' && request[field] !== '') continue;
    throw new RuleFailure('INVALID_REQUEST', `The ${field} is missing: expected a text.`);
  }
  const kind = vocabulary.kinds.find(({ name }) => name === request.kind);
  if (kind === undefined) {
    const names = vocabulary.kinds.map(({ name }) => name);
    throw new RuleFailure('UNKNOWN_KIND', `There is no kind ${request.kind}. Valid: ${names.join(', ')}.`);
  }
  if (kind.level === subject.level) return kind;
  const fitting = vocabulary.kinds.filter(({ level }) => level === subject.level).map(({ name }) => name);
  throw new RuleFailure(
    'WRONG_LEVEL',
    `A ${kind.name} is said of the level ${kind.level}, but ${subject.name} is of the level ${subject.level}, ` +
      `which has ${fitting.length === 0 ? 'no kinds' : fitting.join(', ')}.`,
  );
}

function termOf(value: string, kind: VocabularyKind): VocabularyTerm | null {
  const term = kind.terms.find(({ name }) => name === value);
  if (term !== undefined) return term;
  if (value === kind.emptyValue) return null;
  if (kind.freeText && value.length <= maxValueLength && value.trim() === value) return null;
  if (kind.freeText) {
    const message = `Invalid ${kind.name}: expected at most ${maxValueLength} characters without blanks around them.`;
    throw new RuleFailure('INVALID_VALUE', message);
  }
  const names = [
    ...(kind.emptyValue === null ? [] : [kind.emptyValue]),
    ...kind.terms.map(({ name }) => name),
  ];
  const near = names.find((name) => name.toLowerCase() === value.trim().toLowerCase());
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const message = `Invalid ${kind.name} ${JSON.stringify(value.slice(0, maxValueLength))}.${hint} Valid: ${names.join(', ')}.`;
  throw new RuleFailure('INVALID_VALUE', message);
}

function confidenceOf({ confidence = null, remove }: AssignRequest, kind: VocabularyKind): number | null {
  if (confidence === null) {
    if (kind.confidence !== 'required' || remove === true) return null;
    throw new RuleFailure('INVALID_CONFIDENCE', `A ${kind.name} needs a confidence of 0 to 1.`);
  }
  if (kind.confidence === 'none')
    throw new RuleFailure('INVALID_CONFIDENCE', `A ${kind.name} has no confidence: leave it out.`);
  if (typeof confidence === 'number' && confidence >= 0 && confidence <= 1) return confidence;
  throw new RuleFailure(
    'INVALID_CONFIDENCE',
    `The confidence is ${confidence}: expected a number of 0 to 1.`,
  );
}

function severityOf(
  severity: string | null,
  kind: VocabularyKind,
  term: VocabularyTerm | null,
): Severity | null {
  if (kind.severities === null) {
    if (severity === null) return null;
    throw new RuleFailure('INVALID_SEVERITY', `A ${kind.name} has no severity: leave it out.`);
  }
  if (severity === null) return term?.severity ?? kind.defaultSeverity ?? 'warning';
  const found = kind.severities.find((each) => each === severity);
  if (found !== undefined) return found;
  const message = `Invalid severity ${JSON.stringify(severity)}. Valid: ${kind.severities.join(', ')}.`;
  throw new RuleFailure('INVALID_SEVERITY', message);
}

function noteOf(note: string | null): string | null {
  const text = note?.trim() ?? '';
  if (text.length <= maxNoteLength) return text === '' ? null : text;
  const message = `The note has ${text.length} characters: expected at most ${maxNoteLength}.`;
  throw new RuleFailure('INVALID_NOTE', message);
}

function detailOf(detail: JsonObject, kind: VocabularyKind): JsonObject {
  for (const field of kind.details) checkDetail(detail, field);
  return detail;
}

function checkDetail(detail: JsonObject, { name, type, choices }: VocabularyDetail): void {
  const value = Object.hasOwn(detail, name) ? detail[name] : undefined;
  if (value === undefined || value === null) return;
  const shown = JSON.stringify(value).slice(0, maxValueLength);
  if (typeof value !== (type === 'text' ? 'string' : type))
    throw new RuleFailure('INVALID_DETAIL', `Invalid ${name} ${shown}: expected a ${type}.`);
  if (choices === null || choices.some((choice) => choice === value)) return;
  throw new RuleFailure('INVALID_DETAIL', `Invalid ${name} ${shown}. Valid: ${choices.join(', ')}.`);
}
