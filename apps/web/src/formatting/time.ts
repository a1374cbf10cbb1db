/** Times for people: relative for reading, exact for hovering. */

const minuteS = 60;
const hourS = 3600;
const dayS = 86_400;

/** `420 ms`, `2.0 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 0.001) return '0 s';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < minuteS) return `${whole} s`;
  if (whole < hourS) return joined(Math.floor(whole / minuteS), 'min', whole % minuteS, 's');
  if (whole < dayS)
    return joined(Math.floor(whole / hourS), 'h', Math.floor((whole % hourS) / minuteS), 'min');
  return joined(Math.floor(whole / dayS), 'd', Math.floor((whole % dayS) / hourS), 'h');
}

/** `12–18 s`, `40 s–3 min 20 s`, or one duration where both ends read alike. */
export function formatDurationRange(low: number, high: number): string {
  const [first, last] = [formatDuration(low), formatDuration(high)];
  if (first === last) return first;
  const unitOf = (text: string) => /^[\d.]+ (\D+)$/.exec(text)?.[1];
  const isSameUnit = unitOf(first) !== undefined && unitOf(first) === unitOf(last);
  return `${isSameUnit ? first.slice(0, first.indexOf(' ')) : first}–${last}`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `just now`, `5 min ago`, `in 3 days`, `14 March 2026` beyond two weeks. */
export function formatRelative(iso: string, nowMs: number): string {
  const seconds = (nowMs - Date.parse(iso)) / 1000;
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  if (size > 14 * dayS) return formatDate(iso);
  const [count, unit] = largestUnit(size);
  return seconds > 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

function largestUnit(seconds: number): [number, string] {
  if (seconds < minuteS) return [Math.round(seconds), 's'];
  if (seconds < hourS) return [Math.round(seconds / minuteS), 'min'];
  if (seconds < dayS) return [Math.round(seconds / hourS), 'h'];
  const days = Math.round(seconds / dayS);
  return [days, days === 1 ? 'day' : 'days'];
}

/** `14 March 2026`. */
export function formatDate(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** `14:02`, or `15 March, 14:02` where that is not today: local time. */
export function formatClockTime(iso: string, nowMs: number): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === new Date(nowMs).toDateString()) return time;
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}, ${time}`;
}

/** `14 March 2026, 02:00:13 CET`: local time with its zone. */
export function formatExact(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
}

/** `02:00:13.125`, for log lines. */
export function formatClock(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
}
