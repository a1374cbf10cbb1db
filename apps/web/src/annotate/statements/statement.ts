/** Statements as the page shows them: what the server has, with what is not saved yet laid over it. */
import {
  type AssignRequest,
  assign,
  type CurrentAnnotation,
  landmarksOf,
  type SubjectFrames,
  type SubjectLandmark,
  type Vocabulary,
} from '@batchyard/domain';
import type { AssignmentWork, Decision, Overwrite, QueueEntry } from '../saving/work';

export interface Statement extends CurrentAnnotation {
  readonly authorName: string;
  /** Null until it is saved. */
  readonly createdAt: string | null;
  readonly changesetId: string | null;
  readonly isOnOlderResult: boolean;
  readonly isWaiting: boolean;
}

export interface Person {
  /** As in `CurrentAnnotation.author`. */
  readonly author: string;
  readonly name: string;
}

export interface ShownSubject {
  readonly frames: SubjectFrames;
  readonly statements: readonly Statement[];
  readonly landmarks: readonly SubjectLandmark[];
}

/** The subject as it will be once `entries` are saved. What would be refused changes nothing. */
export function overlaid(
  frames: SubjectFrames,
  vocabulary: Vocabulary,
  saved: readonly Statement[],
  entries: readonly QueueEntry[],
  person: Person,
): ShownSubject {
  const waiting = entries.filter(({ refusal }) => refusal === null);
  const start = { frames, statements: saved };
  const end = waiting.reduce((now, entry) => withEntry(now, vocabulary, entry, person), start);
  return { ...end, landmarks: landmarksOf(end.frames, vocabulary, end.statements) };
}

interface State {
  readonly frames: SubjectFrames;
  readonly statements: readonly Statement[];
}

function withEntry(state: State, vocabulary: Vocabulary, { id, work }: QueueEntry, person: Person): State {
  switch (work.type) {
    case 'assign': {
      const { ended, created } = tried(state, vocabulary, work.assignments, work.overwrite, person);
      const gone = new Set(ended);
      const rest = state.statements.filter((statement) => !gone.has(statement.id));
      const known = new Map(state.statements.map((statement) => [statement.id, statement]));
      const made = created.map(({ remainderOf, request: _, ...annotation }, index) => ({
        ...madeBy(remainderOf === null ? undefined : known.get(remainderOf), person),
        ...annotation,
        id: `${id}.${index}`,
        isWaiting: true,
      }));
      return { ...state, statements: [...rest, ...made] };
    }
    case 'landmark':
      return { ...state, frames: withLandmark(state.frames, work.name, work.frameNumber) };
    case 'undo':
      return { ...state, statements: state.statements.filter((one) => one.changesetId !== work.changesetId) };
    case 'resolve':
      return { ...state, statements: resolved(state.statements, work.annotationIds, work.decision) };
  }
}

/** What the rules say to assignments on the subject as it is shown. */
export function tried(
  { frames, statements }: State,
  vocabulary: Vocabulary,
  assignments: readonly AssignmentWork[],
  overwrite: Overwrite,
  person: Person,
) {
  return assign(frames, vocabulary, statements, assignments.map(requestOf), {
    author: person.author,
    overwrite: overwrite !== 'nothing',
    overwriteTerminal: overwrite === 'terminal',
  });
}

function requestOf({ detail, ...assignment }: AssignmentWork): AssignRequest {
  return { ...assignment, detail: detail ?? {} };
}

function madeBy(origin: Statement | undefined, person: Person) {
  return {
    author: origin?.author ?? person.author,
    authorName: origin?.authorName ?? person.name,
    createdAt: origin?.createdAt ?? null,
    changesetId: null,
    isOnOlderResult: false,
  };
}

function withLandmark(frames: SubjectFrames, name: string, frameNumber: number | null): SubjectFrames {
  const { [name]: _, ...others } = frames.landmarks ?? {};
  return { ...frames, landmarks: frameNumber === null ? others : { ...others, [name]: frameNumber } };
}

function resolved(statements: readonly Statement[], ids: readonly string[], decision: Decision) {
  const meant = new Set(ids);
  if (decision !== 'keep') return statements.filter(({ id }) => !meant.has(id));
  return statements.map((one) => (meant.has(one.id) ? { ...one, isOnOlderResult: false } : one));
}
