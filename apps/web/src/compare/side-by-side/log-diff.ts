/** Two logs line by line: what both say, and what only one says. Numbers that differ need not count as a difference. */
import { diffArrays } from 'diff';

export interface DiffLine {
  readonly side: 'both' | 'a' | 'b';
  /** As it stands in the log; of `a` where both say it. */
  readonly text: string;
  /** Of `b`, where it says the same with other numbers. */
  readonly other?: string;
}

/** Equal lines between differences are folded beyond so many at either end. */
const context = 3;

export interface FoldedLines {
  readonly side: 'folded';
  readonly count: number;
}

export function diffLogs(
  a: readonly string[],
  b: readonly string[],
  numbers: 'count' | 'ignore',
): readonly DiffLine[] {
  const key = numbers === 'ignore' ? withoutNumbers : (text: string) => text;
  const parts = diffArrays(a.map(key), b.map(key));
  let [inA, inB] = [0, 0];
  return parts.flatMap(({ added, removed, count }) =>
    Array.from({ length: count }, (): DiffLine => {
      if (added) return { side: 'b', text: b[inB++] ?? '' };
      if (removed) return { side: 'a', text: a[inA++] ?? '' };
      const [text, other] = [a[inA++] ?? '', b[inB++] ?? ''];
      return text === other ? { side: 'both', text } : { side: 'both', text, other };
    }),
  );
}

/** `34 iterations, cost 12.5.` and `8 iterations, cost 9.` are the same line without their numbers. */
export function withoutNumbers(text: string): string {
  return text.replace(/[+\-−]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?/gi, '#');
}

/** Long runs of equal lines become one entry with their count. */
export function folded(lines: readonly DiffLine[]): readonly (DiffLine | FoldedLines)[] {
  const near = new Set<number>();
  lines.forEach((line, index) => {
    if (line.side === 'both') return;
    for (let at = index - context; at <= index + context; at++) near.add(at);
  });
  const shown: (DiffLine | FoldedLines)[] = [];
  for (const [index, line] of lines.entries()) {
    const last = shown.at(-1);
    if (near.has(index)) shown.push(line);
    else if (last?.side === 'folded') shown[shown.length - 1] = { side: 'folded', count: last.count + 1 };
    else shown.push({ side: 'folded', count: 1 });
  }
  return shown;
}
