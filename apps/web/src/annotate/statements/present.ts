/** From what the API tells to what the page works with. */
import type { FrameSet, JsonObject, SubjectFrames } from '@batchyard/domain';
import { isJsonObject } from '@batchyard/domain';
import type { AnnotatedSubject, SavedAnnotation } from '../queries';
import type { Statement } from './statement';

export function framesOf({ name, level, frameNumbers, landmarks }: AnnotatedSubject): SubjectFrames {
  const byHand = landmarks.filter(({ isDerived }) => !isDerived);
  return {
    name,
    level,
    numbers: frameNumbers,
    landmarks: Object.fromEntries(byHand.map((landmark) => [landmark.name, landmark.frameNumber])),
  };
}

export function statementOf(annotation: SavedAnnotation): Statement {
  const { frames, author, changeset, detail, ...rest } = annotation;
  return {
    ...rest,
    frames: frames && setOf(frames),
    detail: isJsonObject(detail) ? (detail as JsonObject) : {},
    author: authorOf(author),
    authorName: author.name,
    changesetId: changeset.id,
    isWaiting: false,
  };
}

/** Equal exactly for the same author. */
function authorOf({ id, kind, user }: SavedAnnotation['author']): string {
  return kind === 'person' && user !== null ? personOf(user.id) : `annotator:${id}`;
}

/** The author that a person is. */
export function personOf(userId: string): string {
  return `user:${userId}`;
}

function setOf(runs: readonly { readonly first: number; readonly last: number }[]): FrameSet {
  return runs.map(({ first, last }) => ({ from: first, to: last + 1 }));
}
