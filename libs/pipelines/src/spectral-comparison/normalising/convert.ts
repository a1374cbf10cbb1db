/** Units of a measured curve into those that spectra are compared in. */
import type { ReflectanceConversion, ValueUnit, XUnit, YUnit } from '../spectrum.js';

/** No detector tells less than this fraction from nothing; it limits absorbance to 5. */
export const SMALLEST_FRACTION = 1e-5;

/** A change of values: the function, its unit and what is said of it. */
export interface ValueConversion {
  readonly unit: ValueUnit;
  /** Null where values stay as they are. */
  readonly convert: ((value: number) => number) | null;
  /** snake_case; `''` where values stay. */
  readonly name: string;
  /** The formula, for people. */
  readonly formula: string;
  /** Values below are set to it before; null where there is no such limit. */
  readonly lowest: number | null;
}

/** How values in `unit` become comparable ones. */
export function valueConversion(unit: YUnit, reflectance: ReflectanceConversion): ValueConversion {
  switch (unit) {
    case 'transmittance':
    case 'percent_transmittance':
      return fromTransmittance(unit === 'transmittance' ? 1 : 100);
    case 'reflectance':
    case 'percent_reflectance':
      return fromReflectance(unit === 'reflectance' ? 1 : 100, reflectance);
    case 'absorbance':
    case 'kubelka_munk':
    case 'intensity':
      return { unit, convert: null, name: '', formula: '', lowest: null };
  }
}

function fromTransmittance(full: number): ValueConversion {
  const lowest = SMALLEST_FRACTION * full;
  return {
    unit: 'absorbance',
    // In one division, so that exact input gives exact output.
    convert: (value) => noMinusZero(-Math.log10(Math.max(value, lowest) / full)),
    name: 'convert_transmittance_to_absorbance',
    formula: full === 1 ? 'A = −log10(T)' : 'A = −log10(T / 100)',
    lowest,
  };
}

function fromReflectance(full: number, conversion: ReflectanceConversion): ValueConversion {
  const lowest = SMALLEST_FRACTION * full;
  switch (conversion) {
    case 'as_given':
      return {
        unit: 'reflectance',
        convert: full === 1 ? null : (value) => value / full,
        name: full === 1 ? '' : 'convert_percent_to_fraction',
        formula: full === 1 ? '' : 'R / 100',
        lowest: null,
      };
    case 'log_inverse':
      return {
        unit: 'absorbance',
        convert: (value) => noMinusZero(-Math.log10(Math.max(value, lowest) / full)),
        name: 'convert_reflectance_to_absorbance',
        formula: full === 1 ? 'A = log10(1 / R)' : 'A = log10(100 / R)',
        lowest,
      };
    case 'kubelka_munk':
      return {
        unit: 'kubelka_munk',
        convert: (value) => kubelkaMunk(Math.max(value, lowest) / full),
        name: 'convert_reflectance_to_kubelka_munk',
        formula: 'F(R) = (1 − R)² / 2R',
        lowest,
      };
  }
}

/** P. Kubelka, F. Munk, Z. Tech. Phys. 12, 593 (1931): absorption over scattering of a thick layer. */
function kubelkaMunk(reflectance: number): number {
  return (1 - reflectance) ** 2 / (2 * reflectance);
}

function noMinusZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Wavenumber in cm⁻¹ of an x in `unit`; infinite or negative where there is none. */
export function toWavenumber(x: number, unit: XUnit): number {
  switch (unit) {
    case 'cm-1':
      return x;
    case 'nm':
      return 1e7 / x;
    case 'um':
      return 1e4 / x;
  }
}

const unitNames: Record<XUnit | YUnit, string> = {
  'cm-1': 'cm⁻¹',
  nm: 'nm',
  um: 'µm',
  absorbance: 'absorbance',
  transmittance: 'transmittance (0 to 1)',
  percent_transmittance: '% transmittance',
  reflectance: 'reflectance (0 to 1)',
  percent_reflectance: '% reflectance',
  kubelka_munk: 'Kubelka–Munk units',
  intensity: 'intensity',
};

/** A unit in words for people. */
export function unitName(unit: XUnit | YUnit): string {
  return unitNames[unit];
}
