/** What the timeline draws: per kind the frames of each value, as runs of positions. */
import { type FrameSet, frameSetOf, positionsOfNumbers } from '@batchyard/domain';

export interface LaneStatement {
  readonly kind: string;
  readonly value: string;
  /** Frame numbers; null: said of the subject as a whole, which has no place on a timeline. */
  readonly frames: FrameSet | null;
}

export interface LaneKind {
  readonly name: string;
  readonly title: string;
  readonly scope: 'frames' | 'subject';
  readonly terms: readonly { readonly name: string; readonly title: string; readonly colour: string }[];
}

/** Frames `from`…`to`-1, as positions. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface LaneBar extends Span {
  readonly value: string;
  readonly title: string;
  readonly colour: string;
}

export interface Lane {
  readonly kind: string;
  readonly title: string;
  /** Values that share frames lie in different rows; bars of a row are in order and apart. */
  readonly rows: readonly (readonly LaneBar[])[];
}

const otherColour = '#868e96';

/** One lane for each kind that is said of frames, in the order of the vocabulary; at least one row each. */
export function lanesOf(
  kinds: readonly LaneKind[],
  statements: readonly LaneStatement[],
  numbers: readonly number[],
): readonly Lane[] {
  return kinds
    .filter(({ scope }) => scope === 'frames')
    .map((kind) => ({
      kind: kind.name,
      title: kind.title,
      rows: rowsOf(
        kind,
        statements.filter((statement) => statement.kind === kind.name),
        numbers,
      ),
    }));
}

function rowsOf(kind: LaneKind, statements: readonly LaneStatement[], numbers: readonly number[]) {
  const rows: LaneBar[][] = [];
  for (const [value, spans] of spansByValue(kind, statements, numbers)) {
    const term = kind.terms.find(({ name }) => name === value);
    const bars = spans.map((span) => ({
      ...span,
      value,
      title: term?.title ?? value,
      colour: term?.colour ?? otherColour,
    }));
    const free = rows.findIndex((row) => !anyOverlap(row, bars));
    if (free === -1) rows.push(bars);
    else rows[free] = [...(rows[free] ?? []), ...bars].sort((a, b) => a.from - b.from);
  }
  return rows.length === 0 ? [[]] : rows;
}

/** In the order of the vocabulary, so that a value keeps its row while it is edited. */
function spansByValue(kind: LaneKind, statements: readonly LaneStatement[], numbers: readonly number[]) {
  const byValue = new Map<string, Span[]>(kind.terms.map(({ name }) => [name, []]));
  for (const { value, frames } of statements) {
    const spans = byValue.get(value) ?? [];
    spans.push(...(frames ?? []));
    byValue.set(value, spans);
  }
  return [...byValue].flatMap(([value, frames]) => {
    const spans: readonly Span[] = positionsOfNumbers(frameSetOf(frames), numbers);
    return spans.length === 0 ? [] : [[value, spans] as const];
  });
}

function anyOverlap(a: readonly Span[], b: readonly Span[]): boolean {
  let [i, j] = [0, 0];
  for (;;) {
    const [left, right] = [a[i], b[j]];
    if (!left || !right) return false;
    if (left.to <= right.from) i += 1;
    else if (right.to <= left.from) j += 1;
    else return true;
  }
}
