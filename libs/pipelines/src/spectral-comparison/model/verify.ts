import type { RawSpectrum, SpectrumReading, XUnit, YUnit } from '../spectrum.js';

/** Lowest and highest value that each unit can have at all. */
const xLimits: Record<XUnit, readonly [number, number]> = {
  'cm-1': [-5_000, 100_000],
  nm: [50, 1_000_000],
  um: [0.05, 1_000],
};
const yLimits: Record<YUnit, readonly [number, number]> = {
  absorbance: [-2, 10_000],
  transmittance: [-0.2, 1.5],
  percent_transmittance: [-20, 150],
  reflectance: [-0.2, 1.5],
  percent_reflectance: [-20, 150],
  kubelka_munk: [-1, 1_000],
  intensity: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
};

/**
 * Why a proposed structure cannot be believed after the whole file was read with it; null where it can.
 * @param byRules the same file read without the proposal
 */
export function doubtAbout(proposed: SpectrumReading, byRules: SpectrumReading): string | null {
  const { spectrum } = proposed;
  if (spectrum === null) return proposed.problems[0]?.message ?? 'the file cannot be read so';
  const before = byRules.spectrum?.x.length ?? 0;
  if (spectrum.x.length < 0.98 * before) {
    return `only ${spectrum.x.length} points could be read so, ${before} without it`;
  }
  return doubtAboutX(spectrum) ?? doubtAboutY(spectrum);
}

function doubtAboutX({ x, structure }: RawSpectrum): string | null {
  const [low, high] = xLimits[structure.xUnit];
  if (!x.every((value) => value >= low && value <= high)) {
    return `its x column has values that are impossible in ${structure.xUnit}`;
  }
  const distinct = new Set(x).size;
  if (distinct < 0.9 * x.length) return `its x column has only ${distinct} different values`;
  let rising = 0;
  for (let i = 1; i < x.length; i++) if (x[i]! > x[i - 1]!) rising++;
  const share = rising / (x.length - 1);
  return share > 0.1 && share < 0.9 ? 'its x column runs up and down' : null;
}

function doubtAboutY({ curves }: RawSpectrum): string | null {
  for (const { unit, y } of curves) {
    const [low, high] = yLimits[unit];
    const numbers = y.filter((value) => !Number.isNaN(value));
    if (numbers.length < 0.9 * y.length) return 'many values of its y column are no numbers';
    if (!numbers.every((value) => value >= low && value <= high)) {
      return `its y column has values that are impossible as ${unit}`;
    }
  }
  return null;
}
