/** The statements about one subject while requests are carried out. Frames are positions here, not numbers. */
import { canonicalJson } from '../designs/canonical.js';
import type { LandmarkPosition } from '../ranges/range.js';
import type {
  AssignResult,
  CurrentAnnotation,
  NewAnnotation,
  StatementFields,
  SubjectFrames,
} from './annotation.js';
import { numbersOfPositions, positionsOfNumbers } from './frame-numbers.js';
import { differenceOf, type FrameSet, unionOf } from './frame-set.js';
import { landmarkPositions, landmarksOf } from './landmarks.js';
import type { Vocabulary } from './vocabulary.js';

/** One statement, as it stands now. */
export interface Statement extends StatementFields {
  /** null: made by one of the requests. */
  readonly id: string | null;
  readonly kind: string;
  readonly value: string;
  readonly author: string;
  /** Positions; null: about the subject itself. Empty: nothing is left of it. */
  frames: FrameSet | null;
  isChanged: boolean;
  /** First request that made it. */
  readonly request: number | null;
}

/** Statements of a subject by kind. Changes keep the order in which they were made. */
export class Statements {
  private readonly byKind = new Map<string, Statement[]>();
  private readonly made = new Map<string, Statement>();
  private landmarks: Readonly<Record<string, LandmarkPosition>> | null = null;

  constructor(
    private readonly subject: SubjectFrames,
    private readonly vocabulary: Vocabulary,
    current: readonly CurrentAnnotation[],
  ) {
    for (const annotation of current) {
      const { frames } = annotation;
      const positions = frames === null ? null : positionsOfNumbers(frames, subject.numbers);
      this.insert({ ...annotation, frames: positions, isChanged: false, request: null });
    }
  }

  /** Statements of a kind of which something is left. */
  ofKind(kind: string): readonly Statement[] {
    return this.byKind.get(kind) ?? [];
  }

  /** Positions of a statement are no longer so; null ends one about the subject itself. */
  cut(statement: Statement, positions: FrameSet | null): void {
    const rest =
      statement.frames === null || positions === null ? [] : differenceOf(statement.frames, positions);
    if (rest === statement.frames) return;
    statement.frames = rest;
    statement.isChanged = true;
    this.landmarks = null;
    if (rest.length > 0) return;
    const kept = this.ofKind(statement.kind).filter((each) => each !== statement || each.id !== null);
    this.byKind.set(statement.kind, kept);
  }

  /** Equal statements of the requests become one. */
  add(statement: Omit<Statement, 'id' | 'isChanged'>): void {
    this.landmarks = null;
    const key = `${statement.kind}\n${statement.value}\n${statement.frames === null}\n${fieldsKey(statement)}`;
    const equal = this.made.get(key);
    if (equal === undefined || equal.frames === null || equal.frames.length === 0) {
      const made = { ...statement, id: null, isChanged: true };
      this.made.set(key, made);
      this.insert(made);
    } else if (statement.frames !== null) equal.frames = unionOf(equal.frames, statement.frames);
  }

  /** All landmarks, as they are after the requests so far. */
  landmarkPositions(): Readonly<Record<string, LandmarkPosition>> {
    const { subject, vocabulary } = this;
    this.landmarks ??= landmarkPositions(
      landmarksOf(subject, vocabulary, this.withLandmarks()),
      vocabulary,
      subject.numbers,
    );
    return this.landmarks;
  }

  /** What changed since the beginning. */
  changes(): Pick<AssignResult, 'ended' | 'created'> {
    const all = [...this.byKind.values()].flat();
    const changed = all.filter(({ isChanged }) => isChanged);
    return {
      ended: changed.flatMap(({ id }) => id ?? []),
      created: changed
        .filter(({ frames }) => frames === null || frames.length > 0)
        .map((each) => this.row(each)),
    };
  }

  private insert(statement: Statement): void {
    const known = this.byKind.get(statement.kind);
    if (known === undefined) this.byKind.set(statement.kind, [statement]);
    else known.push(statement);
  }

  private row({
    id,
    kind,
    value,
    frames,
    confidence,
    severity,
    note,
    detail,
    request,
  }: Statement): NewAnnotation {
    const numbers = frames === null ? null : numbersOfPositions(frames, this.subject.numbers);
    return { kind, value, frames: numbers, confidence, severity, note, detail, remainderOf: id, request };
  }

  private withLandmarks() {
    const kinds = this.vocabulary.kinds.filter(({ terms }) =>
      terms.some(({ landmark }) => landmark !== null),
    );
    return kinds.flatMap(({ name }) =>
      this.ofKind(name).map(({ kind, value, frames }) => ({
        kind,
        value,
        frames: frames === null ? null : numbersOfPositions(frames.slice(0, 1), this.subject.numbers),
      })),
    );
  }
}

/** Equal exactly for equal fields. */
export function fieldsKey({ confidence, severity, note, detail }: StatementFields): string {
  const details = Object.keys(detail).length === 0 ? '' : canonicalJson(detail);
  return `${confidence} ${severity} ${note === null ? '' : JSON.stringify(note)} ${details}`;
}
