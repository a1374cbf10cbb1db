/** How well two annotators agree. */
import type { CurrentAnnotation } from './annotation.js';
import { positionsOfNumbers } from './frame-numbers.js';
import type { VocabularyKind } from './vocabulary.js';

/** What two annotators said of the same frames. */
export interface AgreementTable {
  /** Values that either used, sorted. */
  readonly values: readonly string[];
  /** `counts[i][j]`: frames that the first called `values[i]` and the second `values[j]`. */
  readonly counts: readonly (readonly number[])[];
}

export interface Agreement {
  /** Cohen's κ; null where it is not defined (no frames, or both used one and the same value throughout). */
  readonly kappa: number | null;
  /** 95 % interval of κ, which takes frames as independent; null as for `kappa`. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Frames that both judged. */
  readonly n: number;
  /** Of these, frames called the same. */
  readonly agreed: number;
  readonly table: AgreementTable;
}

/** What the two called some frames, `count` times. */
export interface PairedJudgement {
  readonly a: string;
  readonly b: string;
  readonly count: number;
}

/** Called so where an annotator who judged the subject says nothing of a frame, unless the kind has a word for it. */
const nothingSaid = 'none';

/**
 * What two annotators say of the frames of one subject, or of the subject itself. A frame with several values has them
 * joined by `+`. Nothing where one of them says nothing of the kind at all: the subject was not judged by both.
 * @param numbers frame numbers of the subject, ascending
 * @param rows current annotations of the subject
 */
export function pairedJudgements(
  kind: VocabularyKind,
  numbers: readonly number[],
  rows: readonly Pick<CurrentAnnotation, 'kind' | 'value' | 'author' | 'frames'>[],
  [first, second]: readonly [authorA: string, authorB: string],
): readonly PairedJudgement[] {
  const ofKind = rows.filter((row) => row.kind === kind.name);
  const a = ofKind.filter(({ author }) => author === first);
  const b = ofKind.filter(({ author }) => author === second);
  if (a.length === 0 || b.length === 0) return [];
  const count = kind.scope === 'subject' ? 1 : numbers.length;
  const ends = [a, b].map((each) => switches(each, numbers));
  const places = [...new Set([0, ...ends.flatMap((each) => [...each.keys()])])].sort((x, y) => x - y);
  const said = ends.map(() => new Map<string, number>());
  const nothing = kind.emptyValue ?? nothingSaid;
  return places.flatMap((place, index) => {
    ends.forEach((each, side) => {
      for (const { value, step } of each.get(place) ?? [])
        said[side]?.set(value, (said[side]?.get(value) ?? 0) + step);
    });
    const length = (places[index + 1] ?? count) - place;
    const [x, y] = said.map((values) => textOf(values, nothing));
    return length > 0 && x !== undefined && y !== undefined ? [{ a: x, b: y, count: length }] : [];
  });
}

interface Switch {
  readonly value: string;
  readonly step: 1 | -1;
}

/** Where statements begin and end, by position. */
function switches(
  rows: readonly Pick<CurrentAnnotation, 'value' | 'frames'>[],
  numbers: readonly number[],
): ReadonlyMap<number, readonly Switch[]> {
  const found = new Map<number, Switch[]>();
  const note = (position: number, value: string, step: 1 | -1) =>
    found.set(position, [...(found.get(position) ?? []), { value, step }]);
  for (const { value, frames } of rows) {
    for (const { from, to } of frames === null ? [{ from: 0, to: 1 }] : positionsOfNumbers(frames, numbers)) {
      note(from, value, 1);
      note(to, value, -1);
    }
  }
  return found;
}

function textOf(values: ReadonlyMap<string, number>, nothing: string): string {
  const said = [...values].filter(([, count]) => count > 0).map(([value]) => value);
  return said.length === 0 ? nothing : said.sort().join('+');
}

/**
 * Cohen's κ: J. Cohen, A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20 (1960) 37-46. Its standard
 * error: J. L. Fleiss, J. Cohen, B. S. Everitt, Psychol. Bull. 72 (1969) 323-327, eq. 13.
 */
export function agreementOf(pairs: Iterable<PairedJudgement>): Agreement {
  const table = tableOf(pairs);
  const { counts } = table;
  const n = sum(counts.map(sum));
  const agreed = sum(counts.map((row, i) => row[i] ?? 0));
  if (n === 0) return { kappa: null, interval: null, n, agreed, table };
  const share = counts.map((row) => row.map((count) => count / n));
  const rows = share.map(sum);
  const columns = rows.map((_, j) => sum(share.map((row) => row[j] ?? 0)));
  const byChance = sum(rows.map((row, i) => row * (columns[i] ?? 0)));
  // One value throughout: nothing is left that could be agreed on beyond chance.
  if (1 - byChance < 1e-12) return { kappa: null, interval: null, n, agreed, table };
  const kappa = (agreed / n - byChance) / (1 - byChance);
  const halfWidth = 1.959963984540054 * standardError(share, rows, columns, byChance, kappa, n);
  const interval = { low: Math.max(-1, kappa - halfWidth), high: Math.min(1, kappa + halfWidth) };
  return { kappa, interval, n, agreed, table };
}

function tableOf(pairs: Iterable<PairedJudgement>): AgreementTable {
  const all = [...pairs];
  const values = [...new Set(all.flatMap(({ a, b }) => [a, b]))].sort();
  const places = new Map(values.map((value, index) => [value, index]));
  const counts = values.map(() => values.map(() => 0));
  for (const { a, b, count } of all) {
    const row = counts[places.get(a) as number] as number[];
    const column = places.get(b) as number;
    row[column] = (row[column] ?? 0) + count;
  }
  return { values, counts };
}

function standardError(
  share: readonly (readonly number[])[],
  rows: readonly number[],
  columns: readonly number[],
  byChance: number,
  kappa: number,
  n: number,
): number {
  const terms = share.map((row, i) =>
    sum(
      row.map((value, j) =>
        i === j
          ? value * (1 - ((rows[i] ?? 0) + (columns[i] ?? 0)) * (1 - kappa)) ** 2
          : value * ((columns[i] ?? 0) + (rows[j] ?? 0)) ** 2 * (1 - kappa) ** 2,
      ),
    ),
  );
  const variance = sum(terms) - (kappa - byChance * (1 - kappa)) ** 2;
  return Math.sqrt(Math.max(0, variance) / n) / (1 - byChance);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
