/** A length of time for people, in the largest unit that keeps it readable: `40 s`, `2.5 min`, `3 h`. */
export function durationText(seconds: number): string {
  const [unit, secondsPerUnit] = durationUnit(seconds);
  return `${shownNumber(seconds / secondsPerUnit)} ${unit}`;
}

/** Unit and its seconds. */
export function durationUnit(seconds: number): readonly ['s' | 'min' | 'h', number] {
  if (seconds < 90) return ['s', 1];
  return seconds < 90 * 60 ? ['min', 60] : ['h', 3600];
}

/** Two digits below 10, whole numbers above. */
export function shownNumber(value: number): string {
  return String(value < 10 ? Number(value.toPrecision(2)) : Math.round(value));
}
