/**
 * Seconds from the beginning of a video: `ss`, `mm:ss` or `hh:mm:ss`, each with decimals if wanted (`90`, `1:30`,
 * `0:01:30.5`).
 * @returns null for anything else; minutes and seconds after a colon must be below 60
 */
export function parseVideoTime(text: string): number | null {
  const match = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d+)?)$/.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) =>
    part === undefined ? null : Number(part),
  ) as [number | null, number | null, number];
  if (minutes !== null && (seconds >= 60 || !/^\d{2}(\.|$)/.test(match[3]!))) return null;
  if (hours !== null && (minutes! >= 60 || match[2]!.length !== 2)) return null;
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + seconds;
}
