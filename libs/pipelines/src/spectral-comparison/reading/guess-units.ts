import type { Technique, XUnit, YUnit } from '../spectrum.js';
import type { ColumnFacts } from './column-facts.js';
import { xNameIn, xUnitIn, type YName, yNameIn, yUnitOf } from './headings.js';

/** A unit, how sure it is (0…1) and why. */
export interface UnitGuess<Unit> {
  readonly unit: Unit;
  readonly confidence: number;
  readonly because: string;
}

/** What is known about an axis besides its values. */
export interface AxisHints {
  /** Unit text behind the numbers of the column. */
  readonly cellUnit: string;
  /** What the preamble says about the axis; null where it says nothing. */
  readonly preamble: string | null;
}

/** The unit of the x column by heading, cells, preamble, and last by its range. */
export function guessXUnit(x: ColumnFacts, hints: AxisHints): UnitGuess<XUnit> {
  for (const [source, text] of [
    ['heading', x.name],
    ['cells', hints.cellUnit],
    ['preamble', hints.preamble],
  ] as const) {
    const unit = text ? xUnitIn(text) : null;
    if (unit !== null)
      return checkedByRange(unit, x, `The ${source} of the axis name${source === 'cells' ? '' : 's'} it.`);
  }
  const foreign = foreignUnitIn(x.name ?? '');
  if (foreign !== null) {
    const because = `The heading names ${foreign}, which is not understood here; the values were left as they are.`;
    return { unit: 'cm-1', confidence: 0.5, because };
  }
  const quantity = xNameIn(x.name ?? '') ?? xNameIn(hints.preamble ?? '');
  if (quantity === 'wavenumber') return checkedByRange('cm-1', x, 'The axis is named after wavenumbers.');
  if (quantity === 'wavelength') {
    const unit = x.max <= 60 ? 'um' : 'nm';
    const because = `The axis is named after wavelengths and runs from ${x.min} to ${x.max}.`;
    return { unit, confidence: 0.9, because };
  }
  return xUnitByRange(x);
}

/** A unit in brackets that an x axis may be in, but not of those that can be converted. */
function foreignUnitIn(heading: string): string | null {
  return /[[(]\s*([TGM]?Hz|[mk]?eV|Å|A|[aå]ngstr[oö]ms?|pm|m{1,2})\s*[\])]/iu.exec(heading)?.[1] ?? null;
}

/** Lowest and highest value that a spectrum in the unit may have; outside of it the unit is doubted. */
const usualRange: Record<XUnit, readonly [number, number]> = {
  'cm-1': [-4_000, 60_000],
  nm: [100, 60_000],
  um: [0.1, 1_000],
};

function checkedByRange(unit: XUnit, x: ColumnFacts, because: string): UnitGuess<XUnit> {
  const [low, high] = usualRange[unit];
  // Wavenumbers that all lie below 30 are rather wavelengths in µm.
  const isUsual =
    x.min >= low && x.max > 0 && x.max <= high && !(unit === 'cm-1' && x.max < 30 && x.min > 0.1);
  if (isUsual) return { unit, confidence: 0.97, because };
  const doubt = ` Its range, ${x.min} to ${x.max}, is unusual for that.`;
  return { unit, confidence: 0.5, because: because + doubt };
}

function xUnitByRange({ min, max }: ColumnFacts): UnitGuess<XUnit> {
  const guess = (unit: XUnit, confidence: number, what: string): UnitGuess<XUnit> => {
    return { unit, confidence, because: `No text names it; ${min} to ${max} ${what}.` };
  };
  if (max <= 60 && min > 0.1) return guess('um', max - min > 1 ? 0.8 : 0.6, 'is usual for wavelengths in µm');
  if (min >= 150 && max <= 1_150 && max - min > 150 && min < 700 && max > 650) {
    return guess('nm', 0.6, 'may be wavelengths in nm (ultraviolet and visible) or wavenumbers');
  }
  if (min >= 700 && max <= 2_600 && max >= 1_600 && min <= 1_300 && min >= 850) {
    return guess('nm', 0.6, 'may be wavelengths in nm (near infrared) or wavenumbers');
  }
  if (min >= 300 && min <= 450 && max >= 2_300 && max <= 2_550) {
    return guess('nm', 0.6, 'may be wavelengths in nm (visible and near infrared) or wavenumbers');
  }
  if (min >= 10 && min < 1_500 && max <= 4_700 && max > 1_500) {
    return guess('cm-1', 0.85, 'is usual for wavenumbers of infrared and Raman spectra');
  }
  if (min >= 3_500 && max <= 15_000)
    return guess('cm-1', 0.75, 'is usual for wavenumbers in the near infrared');
  if (min >= 10 && max <= 15_000 && min < 1_500) return guess('cm-1', 0.8, 'is usual for wavenumbers');
  return guess('cm-1', 0.5, 'is usual for no unit, wavenumbers are assumed');
}

/** The unit of one y column by heading, cells or preamble; null where no text tells it. */
export function guessYUnit(y: ColumnFacts, hints: AxisHints, technique: Technique): UnitGuess<YUnit> | null {
  for (const [source, text] of [
    ['heading', y.name],
    ['cells', hints.cellUnit],
    ['preamble', hints.preamble],
  ] as const) {
    const name = text ? yNameIn(text) : null;
    const guess = name === null ? null : guessNamed(name, y, source);
    if (guess !== null) return guess;
  }
  if (technique === 'raman') {
    return { unit: 'intensity', confidence: 0.85, because: 'The file names Raman as its technique.' };
  }
  return null;
}

function guessNamed(name: YName, y: ColumnFacts, source: string): UnitGuess<YUnit> | null {
  const looksLikePercent = y.max > 2.5;
  const unit = yUnitOf(name, looksLikePercent);
  if (unit === null) return null;
  const because = `The ${source} of the axis name${source === 'cells' ? '' : 's'} it.`;
  if (unit === 'percent_transmittance' || unit === 'percent_reflectance') {
    // Some programs write % above fractions.
    const isFraction = y.max <= 1.1 && y.max > 0.3;
    if (isFraction) {
      const fraction = unit === 'percent_transmittance' ? 'transmittance' : 'reflectance';
      const doubt = `The ${source} names percent, but no value is above ${y.max}: they are fractions.`;
      return { unit: fraction, confidence: 0.7, because: doubt };
    }
  }
  if (unit === 'absorbance' && looksLikePercentTransmittance(y)) {
    const doubt = `The ${source} names absorbance, but values from ${y.min} to ${y.max} that lie high with dips are % transmittance.`;
    return { unit: 'percent_transmittance', confidence: 0.6, because: doubt };
  }
  const isUnsure = name.isPercent === null && y.max > 1.5 && y.max < 20;
  const byRange =
    name.isPercent === null && unit !== 'absorbance' && unit !== 'intensity' && unit !== 'kubelka_munk'
      ? ` Values up to ${y.max} are ${looksLikePercent ? 'percent' : 'fractions'}.`
      : '';
  return { unit, confidence: isUnsure && byRange !== '' ? 0.7 : 0.95, because: because + byRange };
}

/** Up to 100 and lying high with dips; a thousandfold absorbance lies low with peaks. */
function looksLikePercentTransmittance({ min, max, median }: ColumnFacts): boolean {
  return max <= 130 && max >= 40 && min >= -5 && (median - min) / (max - min) > 0.55;
}

/** The unit of a y column by its values: a transmittance lies high with dips, an absorbance low with peaks. */
export function yUnitByValues(facts: ColumnFacts): UnitGuess<YUnit> {
  const { min, max, median } = facts;
  const level = max > min ? (median - min) / (max - min) : 0.5;
  const range = `No text names it; the values run from ${min} to ${max}`;
  if (max <= 1.1 && min >= -0.05 && level > 0.65 && max > 0.4) {
    return { unit: 'transmittance', confidence: 0.6, because: `${range} and lie high with dips.` };
  }
  if (max <= 10 && min >= -1) {
    const because = `${range}${level < 0.45 ? ' and lie low with peaks' : ''}, as is usual for absorbance.`;
    return { unit: 'absorbance', confidence: level < 0.45 ? 0.8 : 0.65, because };
  }
  if (looksLikePercentTransmittance(facts)) {
    return { unit: 'percent_transmittance', confidence: 0.65, because: `${range} % and lie high with dips.` };
  }
  return { unit: 'intensity', confidence: 0.65, because: `${range}, too far for absorbance or percent.` };
}
