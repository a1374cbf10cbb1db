/** Moments by the clocks of a schedule's zone. */

/** `Sun 25 Oct 2026, 02:00`. */
export function formatInZone(iso: string, zone: string): string {
  const parts = partsOf(iso, zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute}`;
}

/** `+02:00`, `+00:00`: how far clocks are ahead of UTC at that moment. */
export function offsetInZone(iso: string, zone: string): string {
  const { timeZoneName = 'GMT' } = partsOf(iso, zone, { timeZoneName: 'longOffset' });
  return timeZoneName.replace('GMT', '') || '+00:00';
}

/** `2026-10-25`, the day by those clocks. */
export function dayInZone(iso: string, zone: string): string {
  const { year, month, day } = partsOf(iso, zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${year}-${month}-${day}`;
}

function partsOf(iso: string, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const parts = new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).formatToParts(new Date(iso));
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<string, string>;
}

/** From the beginning of the first day to the end of the last one by the clocks of the zone, not after `now`. */
export function spanOfDays([first, last]: readonly [string, string], zone: string, now: Date): [Date, Date] {
  const next = new Date(Date.parse(last) + dayMs).toISOString().slice(0, 10);
  const end = Math.min(beginOfDay(next, zone) - 1, now.getTime());
  return [new Date(beginOfDay(first, zone)), new Date(end)];
}

const dayMs = 86_400_000;
const stepMs = 900_000;

/** The first quarter of an hour that belongs to the day; offsets are whole quarters. */
function beginOfDay(day: string, zone: string): number {
  const earliest = Date.parse(day) - 14 * 3_600_000;
  for (let at = earliest; ; at += stepMs) {
    if (dayInZone(new Date(at).toISOString(), zone) >= day) return at;
  }
}
