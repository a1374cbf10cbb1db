/** Between frame sets and PostgreSQL's int4multirange, which has the same canonical form: `{[3,7),[9,10)}`. */
import type { FrameSet } from '@batchyard/domain';

export function toMultirange(set: FrameSet | null): string | null {
  return set === null ? null : `{${set.map(({ from, to }) => `[${from},${to})`).join(',')}}`;
}

export function fromMultirange(text: string | null): FrameSet | null {
  if (text === null) return null;
  const numbers = text.match(/-?\d+/g) ?? [];
  const set: { from: number; to: number }[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2)
    set.push({ from: Number(numbers[i]), to: Number(numbers[i + 1]) });
  return set;
}
