/** The one place of the rules for what may be said of a subject. */
import type {
  AssignOptions,
  AssignRequest,
  AssignResult,
  CurrentAnnotation,
  SubjectFrames,
} from './annotation.js';
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
  throw new Error(
    `not yet ${subject.name} ${vocabulary.kinds.length} ${current.length} ${requests.length} ${options.author}`,
  );
}
