/**
 * A sequential colour scale that stays ordered for colour-blind readers and in grey print.
 * Source of the colours: viridis of Matplotlib (S. van der Walt, N. Smith; public domain, CC0), every tenth of its range.
 */
const viridis = [
  [68, 1, 84],
  [72, 36, 117],
  [65, 68, 135],
  [53, 95, 141],
  [42, 120, 142],
  [33, 145, 140],
  [34, 168, 132],
  [68, 191, 112],
  [122, 209, 81],
  [189, 223, 38],
  [253, 231, 37],
] as const satisfies readonly Rgb[];

/** Red, green and blue, 0…255 each. */
export type Rgb = readonly [number, number, number];

/** Colour at `share` (0…1; values outside are clipped), interpolated in sRGB between neighbouring stops. */
export function colorAt(share: number): Rgb {
  const position = Math.min(1, Math.max(0, share)) * (viridis.length - 1);
  const index = Math.min(viridis.length - 2, Math.floor(position));
  const low = viridis[index] as Rgb;
  const high = viridis[index + 1] as Rgb;
  const rest = position - index;
  const mix = (channel: 0 | 1 | 2) => Math.round(low[channel] + (high[channel] - low[channel]) * rest);
  return [mix(0), mix(1), mix(2)];
}

/** Share of `value` between `min` and `max`; the middle when both are equal. */
export function shareOf(value: number, min: number, max: number): number {
  return max > min ? (value - min) / (max - min) : 0.5;
}

/** Black or white, whichever has the higher contrast on `background`; always at least 4.5 : 1 (WCAG 2.2, 1.4.3). */
export function textOn(background: Rgb): '#000000' | '#ffffff' {
  const luminance = relativeLuminance(background);
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}

/** Relative luminance, 0…1 (WCAG 2.2, definition in the glossary). */
export function relativeLuminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `rgb(68, 1, 84)`. */
export function cssColor(color: Rgb): string {
  return `rgb(${color.join(', ')})`;
}

/** The whole scale as a CSS gradient from left to right. */
export const scaleGradient = `linear-gradient(to right, ${viridis.map((stop) => cssColor(stop)).join(', ')})`;
