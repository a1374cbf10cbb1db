/**
 * Rules for statements about frames. A terminal term, such as DEAD, holds from its first frame to the end, and no other
 * term of the kind with it. An exclusive term shares no frame with another of its kind.
 */
import type { AssignCode } from './annotation.js';
import type { CheckedRequest } from './check-request.js';
import {
  countNumbers,
  differenceOf,
  endOf,
  type FrameSet,
  frameRange,
  intersectionOf,
  noFrames,
  overlaps,
  startOf,
  unionOf,
} from './frame-set.js';
import type { RequestFrames } from './request-frames.js';
import { RuleFailure, RuleSkip } from './rule-failure.js';
import { fieldsKey, type Statement, type Statements } from './statements.js';
import type { VocabularyKind } from './vocabulary.js';

export interface FrameRuleContext {
  readonly statements: Statements;
  readonly author: string;
  readonly overwrite: boolean;
  readonly overwriteTerminal: boolean;
  /** Index of the request. */
  readonly request: number;
  /** How many frames there are. */
  readonly count: number;
  /** Positions as frame numbers, for messages. */
  text(positions: FrameSet): string;
}

/** What was done; positions. */
export interface FrameChange {
  readonly done: FrameSet;
  readonly skipped: FrameSet;
  readonly code: AssignCode | null;
  readonly message: string | null;
}

/** @throws RuleFailure or RuleSkip, having changed nothing */
export function changeFrames(
  request: CheckedRequest,
  frames: RequestFrames,
  context: FrameRuleContext,
): FrameChange {
  if (request.isRemoval) return removeFrames(request, frames, context);
  return request.term?.terminal === true
    ? assignTerminal(request, frames.positions, context)
    : assignFrames(request, frames, context);
}

function assignFrames(
  request: CheckedRequest,
  frames: RequestFrames,
  context: FrameRuleContext,
): FrameChange {
  const { kept, ended } = beforeTheEnd(request.kind, frames, context);
  const conflicts = conflictsOf(request, kept, context).filter((each) => !isTerminal(each, request.kind));
  refuseConflicts(request, kept, conflicts, context);
  const stated = newPositions(request, kept, context);
  if (context.overwriteTerminal) liveThrough(request.kind, endOf(kept), context);
  return state(request, stated, kept, ended, conflicts, context);
}

/** Holds on all later frames too. */
function assignTerminal(
  request: CheckedRequest,
  positions: FrameSet,
  context: FrameRuleContext,
): FrameChange {
  const { kind, value } = request;
  const { statements, overwriteTerminal } = context;
  const kept = frameRange(startOf(positions), context.count);
  const ended = endingOf(kind, context);
  const others = statements
    .ofKind(kind.name)
    .filter((each) => isTerminal(each, kind) && each.value !== value);
  const isEarlier = ended !== null && startOf(kept) < ended.position;
  const collides = isEarlier || others.some(({ frames }) => (frames ?? []).length > 0);
  if (ended !== null && collides && !overwriteTerminal) throw alreadyEnded(kind, ended, kept, context);
  const conflicts = conflictsOf(request, kept, context).filter((each) => !isTerminal(each, kind));
  refuseConflicts(request, kept, conflicts, context);
  const stated = newPositions(request, kept, context);
  for (const other of others) statements.cut(other, frameRange(0, context.count));
  return state(request, stated, kept, noFrames, conflicts, context);
}

function removeFrames(
  request: CheckedRequest,
  frames: RequestFrames,
  context: FrameRuleContext,
): FrameChange {
  const { kind, value } = request;
  const isAny = value === kind.emptyValue;
  const { kept, ended } = isAny
    ? beforeTheEnd(kind, frames, context)
    : { kept: frames.positions, ended: noFrames };
  const all = context.statements.ofKind(kind.name);
  const targets = all.filter((each) => (isAny || each.value === value) && overlaps(each.frames ?? [], kept));
  const isEndMoved = targets.some((each) => isTerminal(each, kind));
  const ending = endingOf(kind, context);
  if (isEndMoved && ending !== null && !context.overwriteTerminal)
    throw alreadyEnded(kind, ending, kept, context);
  // A frame that is no longer at the end was not before either, whoever says so.
  const cuts = all.flatMap((each) => {
    if (isEndMoved && isTerminal(each, kind)) return [{ each, positions: frameRange(0, endOf(kept)) }];
    return targets.includes(each) ? [{ each, positions: kept }] : [];
  });
  const done = cuts.reduce(
    (taken, { each, positions }) => unionOf(taken, intersectionOf(each.frames ?? [], positions)),
    noFrames,
  );
  if (done.length === 0) {
    const what = isAny ? `no ${kind.name}` : `no ${kind.name} ${value}`;
    throw new RuleSkip('NOTHING_TO_REMOVE', `The frames ${context.text(kept)} have ${what}.`, kept);
  }
  for (const { each, positions } of cuts) context.statements.cut(each, positions);
  return { done, skipped: ended, ...skipReason(ended, noFrames, kind, context) };
}

interface Ending {
  /** First position with the term. */
  readonly position: number;
  readonly value: string;
}

function isTerminal({ value }: Statement, kind: VocabularyKind): boolean {
  return kind.terms.some(({ name, terminal }) => terminal && name === value);
}

/** Where the first terminal term begins. */
function endingOf(kind: VocabularyKind, { statements }: FrameRuleContext): Ending | null {
  let ending: Ending | null = null;
  if (!kind.terms.some(({ terminal }) => terminal)) return null;
  for (const each of statements.ofKind(kind.name)) {
    const position = startOf(each.frames ?? []);
    if (position < (ending?.position ?? Number.POSITIVE_INFINITY) && isTerminal(each, kind))
      ending = { position, value: each.value };
  }
  return ending;
}

/** The frames before a terminal term, and those after it that are left out because a range only brushed them. */
function beforeTheEnd(
  kind: VocabularyKind,
  { positions, isByIds }: RequestFrames,
  context: FrameRuleContext,
): { readonly kept: FrameSet; readonly ended: FrameSet } {
  const ending = endingOf(kind, context);
  if (ending === null || context.overwriteTerminal || endOf(positions) <= ending.position)
    return { kept: positions, ended: noFrames };
  const ended = intersectionOf(positions, frameRange(ending.position, context.count));
  if (isByIds) throw alreadyEnded(kind, ending, ended, context);
  const kept = differenceOf(positions, ended);
  if (kept.length > 0) return { kept, ended };
  throw new RuleSkip('AFTER_TERMINAL', afterEndText(ended, ending, context), ended);
}

function alreadyEnded(
  kind: VocabularyKind,
  { position, value }: Ending,
  positions: FrameSet,
  { text }: FrameRuleContext,
): RuleFailure {
  return new RuleFailure(
    'PERMANENT',
    `${value} permanence violation: the subject is already ${value} at frame ${text(frameRange(position, position + 1))}, ` +
      `and no ${kind.name} of the frames ${text(positions)} may change that. Set overwriteTerminal to change it.`,
  );
}

function afterEndText(ended: FrameSet, { position, value }: Ending, { text }: FrameRuleContext): string {
  const count = countNumbers(ended);
  const frames = `${count === 1 ? 'Frame' : `${count} frames`} (${text(ended)})`;
  return `${frames} at or after ${value} at frame ${text(frameRange(position, position + 1))} left as ${count === 1 ? 'it is' : 'they are'}. Set overwriteTerminal to change ${count === 1 ? 'it' : 'them'}.`;
}

/** A frame with another term is not at its end: terminal terms begin behind it. */
function liveThrough(kind: VocabularyKind, end: number, { statements }: FrameRuleContext): void {
  for (const each of statements.ofKind(kind.name)) {
    if (isTerminal(each, kind)) statements.cut(each, frameRange(0, end));
  }
}

/** Statements that must not stand beside the requested one. */
function conflictsOf(
  { kind, value, term }: CheckedRequest,
  positions: FrameSet,
  { statements }: FrameRuleContext,
): readonly Statement[] {
  const isExclusive = term?.exclusive === true;
  const exclusive = new Set(kind.terms.filter((each) => each.exclusive).map(({ name }) => name));
  if (!isExclusive && exclusive.size === 0 && !kind.onePerSubject) return [];
  return statements.ofKind(kind.name).filter((each) => {
    if (each.value === value || each.frames === null || each.frames.length === 0) return false;
    if (kind.onePerSubject) return true;
    return (isExclusive || exclusive.has(each.value)) && overlaps(each.frames, positions);
  });
}

function refuseConflicts(
  { kind, value }: CheckedRequest,
  positions: FrameSet,
  conflicts: readonly Statement[],
  { overwrite, text }: FrameRuleContext,
): void {
  const [first] = conflicts;
  if (first === undefined || overwrite) return;
  if (kind.onePerSubject) {
    const message = `The subject has the ${kind.name} ${first.value} already, and may have one only. Set overwrite to replace it.`;
    throw new RuleFailure('ONE_PER_SUBJECT', message);
  }
  const frames = text(intersectionOf(first.frames ?? [], positions));
  const exclusive =
    kind.terms.find(({ name, exclusive: only }) => only && name === value)?.name ?? first.value;
  throw new RuleFailure(
    'EXCLUSIVE',
    `${exclusive} exclusivity violation: it stands beside no other ${kind.name}, but the frames ${frames} have ${first.value}. Set overwrite to replace it.`,
  );
}

/** Positions where the author does not say exactly this already. */
function newPositions(request: CheckedRequest, positions: FrameSet, context: FrameRuleContext): FrameSet {
  const fields = fieldsKey(request);
  let rest = positions;
  for (const each of ownStatements(request, positions, context)) {
    if (fieldsKey(each) === fields) rest = differenceOf(rest, each.frames ?? []);
  }
  if (rest.length > 0) return rest;
  const message = `The frames ${context.text(positions)} have ${request.value} already.`;
  throw new RuleSkip('ALREADY_SO', message, positions);
}

function ownStatements({ kind, value }: CheckedRequest, positions: FrameSet, context: FrameRuleContext) {
  const { statements, author } = context;
  return statements
    .ofKind(kind.name)
    .filter(
      (each) => each.value === value && each.author === author && overlaps(each.frames ?? [], positions),
    );
}

/** Makes the changes; nothing can go wrong any more. */
function state(
  request: CheckedRequest,
  stated: FrameSet,
  kept: FrameSet,
  ended: FrameSet,
  conflicts: readonly Statement[],
  context: FrameRuleContext,
): FrameChange {
  const { statements, author } = context;
  const everywhere = request.kind.onePerSubject;
  for (const each of conflicts) statements.cut(each, everywhere ? frameRange(0, context.count) : kept);
  for (const each of ownStatements(request, stated, context)) statements.cut(each, stated);
  const { kind, value, confidence, severity, note, detail } = request;
  const fields = { confidence, severity, note, detail };
  statements.add({ ...fields, kind: kind.name, value, author, frames: stated, request: context.request });
  const already = differenceOf(kept, stated);
  return {
    done: stated,
    skipped: unionOf(ended, already),
    ...skipReason(ended, already, kind, context),
  };
}

function skipReason(
  ended: FrameSet,
  already: FrameSet,
  kind: VocabularyKind,
  context: FrameRuleContext,
): Pick<FrameChange, 'code' | 'message'> {
  const ending = ended.length === 0 ? null : endingOf(kind, context);
  const messages = [
    ...(ending === null ? [] : [afterEndText(ended, ending, context)]),
    ...(already.length === 0 ? [] : [`The frames ${context.text(already)} were so already.`]),
  ];
  if (messages.length === 0) return { code: null, message: null };
  return { code: ended.length > 0 ? 'AFTER_TERMINAL' : 'ALREADY_SO', message: messages.join(' ') };
}
