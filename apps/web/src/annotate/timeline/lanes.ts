/** What the timeline draws: per kind the frames of each value, as runs of positions. */

/** First and last frame number of a run, both included. */
export interface FrameRun {
  readonly first: number;
  readonly last: number;
}

export interface LaneStatement {
  readonly kind: string;
  readonly value: string;
  /** Null: said of the subject as a whole, which has no place on a timeline. */
  readonly frames: readonly FrameRun[] | null;
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
    const spans = (frames ?? []).flatMap((run) => spanOf(run, numbers));
    byValue.set(value, [...(byValue.get(value) ?? []), ...spans]);
  }
  return [...byValue].flatMap(([value, spans]) =>
    spans.length === 0 ? [] : [[value, joined(spans)] as const],
  );
}

/** Where a run of frame numbers lies among the frames; nothing where the subject has none of them. */
export function spanOf({ first, last }: FrameRun, numbers: readonly number[]): readonly Span[] {
  const span = { from: firstAtLeast(numbers, first), to: firstAtLeast(numbers, last + 1) };
  return span.from < span.to ? [span] : [];
}

/** Index of the first of the ascending `numbers` that is at least `least`. */
export function firstAtLeast(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ascending, with touching and overlapping spans made one. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const before = result.at(-1);
    if (before && span.from <= before.to) {
      result[result.length - 1] = { from: before.from, to: Math.max(before.to, span.to) };
    } else result.push(span);
  }
  return result;
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
