/** The one place of the rules for what may be said of a subject. */
import type {
  AssignOptions,
  AssignOutcome,
  AssignRequest,
  AssignResult,
  CurrentAnnotation,
  SubjectFrames,
} from './annotation.js';
import { checkRequest } from './check-request.js';
import { numbersOfPositions } from './frame-numbers.js';
import { changeFrames } from './frame-rules.js';
import { countNumbers, type FrameSet, frameSetText, noFrames } from './frame-set.js';
import { framesOfRequest } from './request-frames.js';
import { RuleFailure, RuleSkip } from './rule-failure.js';
import { Statements } from './statements.js';
import { changeSubject } from './subject-rules.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * Carries out requests one after another on the statements about one subject. Pure: says which rows to end and which to
 * insert. A request that fails changes nothing and stops no other. Never throws on what users wrote.
 * @param current all statements about the subject that are not ended
 */
export function assign(
  subject: SubjectFrames,
  vocabulary: Vocabulary,
  current: readonly CurrentAnnotation[],
  requests: readonly AssignRequest[],
  options: AssignOptions,
): AssignResult {
  const statements = new Statements(subject, vocabulary, current);
  const numbersOf = (positions: FrameSet) => numbersOfPositions(positions, subject.numbers);
  const { author, overwrite = false, overwriteTerminal = false } = options;
  const rules = {
    statements,
    author,
    overwrite,
    overwriteTerminal,
    count: subject.numbers.length,
    text: (positions: FrameSet) => frameSetText(numbersOf(positions)),
  };
  const outcomes = requests.map((request, index): AssignOutcome => {
    try {
      return carryOut(request, index);
    } catch (error) {
      if (error instanceof RuleFailure) return outcome('failed', noFrames, noFrames, error);
      if (error instanceof RuleSkip) return outcome('skipped', noFrames, error.positions, error);
      throw error;
    }
  });
  return { outcomes, ...statements.changes() };

  function carryOut(request: AssignRequest, index: number): AssignOutcome {
    if (author.trim() === '') throw new RuleFailure('AUTHOR_REQUIRED', 'The author is missing.');
    const checked = checkRequest(request, subject, vocabulary);
    const context = { ...rules, request: index };
    if (checked.kind.scope === 'subject') {
      changeSubject(checked, request.frames, context);
      return { ...outcome('assigned', noFrames, noFrames, null), isRemoval: checked.isRemoval };
    }
    const frames = framesOfRequest(request, subject, () => statements.landmarkPositions(), options);
    const { done, skipped, code, message } = changeFrames(checked, frames, context);
    const reason = code === null || message === null ? null : { code, message };
    return { ...outcome('assigned', done, skipped, reason), isRemoval: checked.isRemoval };
  }

  function outcome(
    status: AssignOutcome['status'],
    done: FrameSet,
    skipped: FrameSet,
    reason: { readonly code: AssignOutcome['code']; readonly message: string } | null,
  ): AssignOutcome {
    return {
      status,
      isRemoval: false,
      frames: countNumbers(done),
      skippedFrames: countNumbers(skipped),
      skipped: numbersOf(skipped),
      code: reason?.code ?? null,
      message: reason?.message ?? null,
    };
  }
}
