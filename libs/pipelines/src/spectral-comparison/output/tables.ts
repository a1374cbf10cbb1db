/** The tables of a comparison as CSV with a header row; numbers with a decimal point, lines end in a line feed. */
import type { Comparison } from '../compare.js';
import type { Peak } from '../comparison/peaks.js';
import type { NormalisedSpectrum } from '../spectrum.js';

/** Digits of values that were computed; a spectrometer has fewer. */
const digits = 9;
const short = (value: number) => String(Number(value.toPrecision(digits)));

const valueHeadings = {
  absorbance: 'absorbance',
  percent_transmittance: '%T',
  reflectance: 'reflectance',
  kubelka_munk: 'kubelka_munk',
  intensity: 'intensity',
} as const;

function xHeading({ technique }: NormalisedSpectrum): string {
  return technique === 'raman' ? 'raman_shift_cm-1' : 'wavenumber_cm-1';
}

/** All digits: reading it again gives the same spectrum. */
export function spectrumCsv(spectrum: NormalisedSpectrum): string {
  const { wavenumbers, values, valueUnit } = spectrum;
  const rows = Array.from(wavenumbers, (at, i) => `${at},${values[i]}\n`);
  return `${xHeading(spectrum)},${valueHeadings[valueUnit]}\n${rows.join('')}`;
}

/** Both curves as compared, and their difference. */
export function comparisonCsv({
  baseline,
  grid,
  baselineValues,
  sampleValues,
  difference,
}: Comparison): string {
  const rows = Array.from(
    grid,
    (at, i) => `${at},${short(baselineValues[i]!)},${short(sampleValues[i]!)},${short(difference[i]!)}\n`,
  );
  return `${xHeading(baseline)},baseline,sample,difference\n${rows.join('')}`;
}

/** One row a band: `common` with its shift, `missing` in the sample, or `new` in it. */
export function peaksCsv({ match }: Comparison): string {
  const cells = (peak: Peak | null) =>
    peak === null ? ',,' : [peak.position.toFixed(2), short(peak.height), short(peak.prominence)].join(',');
  const row = (state: string, baseline: Peak | null, sample: Peak | null, shift: string) => ({
    at: (baseline ?? sample)!.position,
    text: `${state},${cells(baseline)},${cells(sample)},${shift}\n`,
  });
  const rows = [
    ...match.pairs.map((pair) => row('common', pair.baseline, pair.sample, pair.shift.toFixed(2))),
    ...match.onlyBaseline.map((peak) => row('missing', peak, null, '')),
    ...match.onlySample.map((peak) => row('new', null, peak, '')),
  ].sort((a, b) => a.at - b.at);
  const of = (name: string) => `${name}_cm-1,${name}_height,${name}_prominence`;
  return `band,${of('baseline')},${of('sample')},shift_cm-1\n${rows.map(({ text }) => text).join('')}`;
}
