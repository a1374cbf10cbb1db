/** Rules for statements about a subject itself, such as its genotype. */
import type { AssignRequest } from './annotation.js';
import type { CheckedRequest } from './check-request.js';
import { RuleFailure, RuleSkip } from './rule-failure.js';
import { fieldsKey, type Statement, type Statements } from './statements.js';

export interface SubjectRuleContext {
  readonly statements: Statements;
  readonly author: string;
  readonly overwrite: boolean;
  /** Index of the request. */
  readonly request: number;
}

/** @throws RuleFailure or RuleSkip, having changed nothing */
export function changeSubject(
  request: CheckedRequest,
  frames: AssignRequest['frames'],
  context: SubjectRuleContext,
): void {
  refuseFrames(request, frames ?? null);
  const { kind, value } = request;
  const all = context.statements.ofKind(kind.name).filter((each) => each.frames === null);
  const replaced = request.isRemoval ? removed(request, all) : replacedBy(request, all, context);
  for (const each of replaced) context.statements.cut(each, null);
  if (request.isRemoval) return;
  const { confidence, severity, note, detail } = request;
  const { author, request: index } = context;
  const fields = { confidence, severity, note, detail };
  context.statements.add({ ...fields, kind: kind.name, value, author, frames: null, request: index });
}

function refuseFrames({ kind }: CheckedRequest, frames: NonNullable<AssignRequest['frames']> | null): void {
  if (frames === null || (typeof frames === 'string' && ['', 'all'].includes(frames.trim()))) return;
  const message = `A ${kind.name} is said of the whole subject: leave the frames out.`;
  throw new RuleFailure('FRAMES_NOT_ALLOWED', message);
}

function removed({ kind, value }: CheckedRequest, all: readonly Statement[]): readonly Statement[] {
  const targets = all.filter((each) => value === kind.emptyValue || each.value === value);
  if (targets.length > 0) return targets;
  throw new RuleSkip('NOTHING_TO_REMOVE', `The subject has no ${kind.name} ${value}.`);
}

/** The statements that this one takes the place of. */
function replacedBy(
  request: CheckedRequest,
  all: readonly Statement[],
  { author, overwrite }: SubjectRuleContext,
): readonly Statement[] {
  const { kind, value, term } = request;
  const same = all.filter((each) => each.value === value && (kind.onePerSubject || each.author === author));
  const fields = fieldsKey(request);
  if (same.some((each) => fieldsKey(each) === fields))
    throw new RuleSkip('ALREADY_SO', `The subject has the ${kind.name} ${value} already.`);
  if (kind.onePerSubject) return onlyWith(overwrite, all, request, 'ONE_PER_SUBJECT');
  const exclusive = new Set(kind.terms.filter((each) => each.exclusive).map(({ name }) => name));
  const others = all.filter(
    (each) => each.value !== value && (term?.exclusive === true || exclusive.has(each.value)),
  );
  const conflicts = onlyWith(overwrite, others, request, 'EXCLUSIVE');
  // Statements of one value that differ in their detail stand side by side: two chemicals, for example.
  const detail = fieldsKey({ ...request, confidence: null, severity: null, note: null });
  const isSuperseded = (each: Statement) =>
    overwrite || fieldsKey({ ...each, confidence: null, severity: null, note: null }) === detail;
  return [...conflicts, ...same.filter(isSuperseded)];
}

function onlyWith(
  overwrite: boolean,
  conflicts: readonly Statement[],
  { kind, value }: CheckedRequest,
  code: 'ONE_PER_SUBJECT' | 'EXCLUSIVE',
): readonly Statement[] {
  const [first] = conflicts;
  if (first === undefined || overwrite) return conflicts;
  const rule =
    code === 'EXCLUSIVE' ? `${value} and ${first.value} exclude each other` : 'it may have one only';
  const message = `The ${kind.name} is already set to ${first.value}, and ${rule}. Set overwrite to replace it.`;
  throw new RuleFailure(code, message);
}
