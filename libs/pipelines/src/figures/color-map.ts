/** Colours from dark to bright that stay in order in grey and for the colour-blind. */

/** Evenly spaced stops: dark blue, teal, green, yellow. */
const stops = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const;

/** @param share 0…1; beyond, the ends. @returns red, green, blue, 0…255 */
export function colorAt(share: number): [number, number, number] {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[index]!, stops[index + 1]!];
  const mix = (part: 0 | 1 | 2) => Math.round(from[part] + (to[part] - from[part]) * (at - index));
  return [mix(0), mix(1), mix(2)];
}
