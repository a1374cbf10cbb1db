/** Spectra of our own making: a lubricating grease as it ages, in the formats that instruments write. */
import { seededRandom } from '../execution/random.js';

/** One band of a spectrum. */
export interface Band {
  /** In cm⁻¹. */
  readonly center: number;
  /** Full width at half maximum in cm⁻¹. */
  readonly width: number;
  /** Absorbance at the centre. */
  readonly height: number;
  readonly shape: 'gauss' | 'lorentz';
}

/** What to measure. */
export interface SpectrumSettings {
  /** Equal seeds give equal noise. */
  readonly seed: string;
  /** In cm⁻¹, from high to low as instruments scan. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly bands: readonly Band[];
  /** Absorbance of the background at its ends, a straight line between. */
  readonly background: readonly [number, number];
  /** Standard deviation of the noise in absorbance. */
  readonly noise: number;
}

/** A spectrum as measured: descending wavenumbers in cm⁻¹ and absorbance. */
export interface MeasuredSpectrum {
  readonly wavenumbers: Float64Array;
  readonly absorbance: Float64Array;
}

/** Sum of bands on a background, with noise. Deterministic. */
export function generateSpectrum(settings: SpectrumSettings): MeasuredSpectrum {
  const { from, to, points, bands, background, noise } = settings;
  const random = seededRandom(settings.seed);
  const wavenumbers = Float64Array.from(
    { length: points },
    (_, i) => from + ((to - from) * i) / (points - 1),
  );
  const absorbance = wavenumbers.map((at, i) => {
    const share = i / (points - 1);
    const under = background[0] + (background[1] - background[0]) * share;
    return under + bands.reduce((sum, band) => sum + heightAt(band, at), 0) + noise * normal(random);
  });
  return { wavenumbers, absorbance };
}

/** Absorbance of a band: a Gaussian, or a Lorentzian. */
export function heightAt({ center, width, height, shape }: Band, at: number): number {
  const distance = (2 * (at - center)) / width;
  return shape === 'gauss' ? height * Math.exp(-Math.LN2 * distance ** 2) : height / (1 + distance ** 2);
}

/** Box and Muller (1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Where a grease stands in its life. */
export interface GreaseState {
  /** 0 fresh … 1 spent: carbonyl and hydroxyl bands grow. */
  readonly oxidation: number;
  /** 0 dry … 1 wet. */
  readonly water: number;
  /** 1 as made … 0 worn away. */
  readonly additive: number;
}

/** Bands of mineral oil, its soap and its additive, and of what ageing makes of them. */
export function greaseBands({ oxidation, water, additive }: GreaseState): Band[] {
  return [
    { center: 2955, width: 28, height: 0.52, shape: 'gauss' },
    { center: 2922, width: 34, height: 0.95, shape: 'gauss' },
    { center: 2853, width: 26, height: 0.68, shape: 'gauss' },
    { center: 1580 - 4 * oxidation, width: 22, height: 0.3 - 0.12 * oxidation, shape: 'lorentz' },
    { center: 1461, width: 24, height: 0.42, shape: 'lorentz' },
    { center: 1377, width: 14, height: 0.2, shape: 'lorentz' },
    { center: 975, width: 30, height: 0.24 * additive, shape: 'gauss' },
    { center: 722, width: 12, height: 0.11, shape: 'lorentz' },
    { center: 1718 + 10 * oxidation, width: 46, height: 0.34 * oxidation, shape: 'gauss' },
    { center: 1170, width: 90, height: 0.16 * oxidation, shape: 'gauss' },
    { center: 3380, width: 330, height: 0.1 * oxidation + 0.4 * water, shape: 'gauss' },
    { center: 1642, width: 60, height: 0.14 * water, shape: 'gauss' },
  ].filter(({ height }) => height > 0) as Band[];
}

/** A file of the example. */
export interface SampleFile {
  readonly name: string;
  readonly text: string;
}

/** As the grid of an FTIR spectrometer at 4 cm⁻¹. */
const scan = { from: 4000, to: 500, points: 1751 };

function measure(seed: string, state: GreaseState, more: Partial<SpectrumSettings> = {}): MeasuredSpectrum {
  const bands = greaseBands(state);
  return generateSpectrum({ ...scan, seed, bands, background: [0.03, 0.06], noise: 0.0015, ...more });
}

/** The fresh grease, and four greases from service, each in another format. */
export function greaseSamples(): { readonly baseline: SampleFile; readonly samples: SampleFile[] } {
  const fresh = measure('fresh', { oxidation: 0, water: 0, additive: 1 });
  const short = measure('500 h', { oxidation: 0.25, water: 0, additive: 0.8 });
  const long = measure('2000 h', { oxidation: 0.8, water: 0.05, additive: 0.35 });
  const wet = measure('wet', { oxidation: 0.1, water: 0.8, additive: 0.9 }, { background: [0.1, 0.05] });
  const spent = measure('spent', { oxidation: 1, water: 0.2, additive: 0.1 }, { noise: 0.004 });
  return {
    baseline: { name: 'fresh_grease.csv', text: asCsv(fresh) },
    samples: [
      { name: 'service_500h.csv', text: asGermanCsv(short) },
      { name: 'service_2000h.txt', text: asPercentTransmittance(long) },
      { name: 'wet_grease.jdx', text: asJcamp(wet, 'Grease with water') },
      { name: 'spent_grease.tsv', text: asPreambleTable(spent) },
    ],
  };
}

/** Comma, decimal point, one header row. */
export function asCsv({ wavenumbers, absorbance }: MeasuredSpectrum): string {
  const rows = Array.from(wavenumbers, (at, i) => `${at},${absorbance[i]!.toFixed(5)}\n`);
  return `Wavenumber (cm-1),Absorbance\n${rows.join('')}`;
}

/** Semicolon, decimal comma, German headings. */
export function asGermanCsv({ wavenumbers, absorbance }: MeasuredSpectrum): string {
  const comma = (value: number, digits: number) => value.toFixed(digits).replace('.', ',');
  const rows = Array.from(wavenumbers, (at, i) => `${comma(at, 1)};${comma(absorbance[i]!, 5)}\r\n`);
  return `Wellenzahl [cm-1];Extinktion\r\n${rows.join('')}`;
}

/** Spaces, ascending, no header but comments, per cent transmittance. */
export function asPercentTransmittance({ wavenumbers, absorbance }: MeasuredSpectrum): string {
  const rows = Array.from(
    wavenumbers,
    (at, i) => `${at.toFixed(1).padStart(8)} ${(100 * 10 ** -absorbance[i]!).toFixed(4).padStart(9)}\n`,
  ).reverse();
  return `# Wavenumber (cm-1)  %T\n${rows.join('')}`;
}

/** Tabs, after the settings of the instrument. */
export function asPreambleTable({ wavenumbers, absorbance }: MeasuredSpectrum): string {
  const rows = Array.from(wavenumbers, (at, i) => `${at}\t${absorbance[i]!.toFixed(5)}\n`);
  const preamble = ['Instrument\tFTIR', 'Resolution\t4 cm-1', 'Scans\t32', 'Apodisation\tHapp-Genzel'];
  return `${preamble.join('\n')}\n\nWavenumber/cm-1\tAbsorbance\n${rows.join('')}`;
}

const jcampFactor = 1e-5;
const valuesPerLine = 8;

/** JCAMP-DX 4.24 with plain numbers (AFFN), even steps (McDonald & Wilks, Appl. Spectrosc. 42 (1988) 151). */
export function asJcamp({ wavenumbers, absorbance }: MeasuredSpectrum, title: string): string {
  const ordinates = Array.from(absorbance, (value) => Math.round(value / jcampFactor));
  const lines: string[] = [];
  for (let i = 0; i < ordinates.length; i += valuesPerLine) {
    lines.push(`${wavenumbers[i]} ${ordinates.slice(i, i + valuesPerLine).join(' ')}`);
  }
  const step = (wavenumbers.at(-1)! - wavenumbers[0]!) / (wavenumbers.length - 1);
  return `${[
    `##TITLE=${title}`,
    '##JCAMP-DX=4.24',
    '##DATA TYPE=INFRARED SPECTRUM',
    '##ORIGIN=Batchyard example',
    '##OWNER=Public domain',
    '##XUNITS=1/CM',
    '##YUNITS=ABSORBANCE',
    '##XFACTOR=1',
    `##YFACTOR=${jcampFactor}`,
    `##FIRSTX=${wavenumbers[0]}`,
    `##LASTX=${wavenumbers.at(-1)}`,
    `##DELTAX=${step}`,
    `##NPOINTS=${wavenumbers.length}`,
    `##FIRSTY=${ordinates[0]! * jcampFactor}`,
    '##XYDATA=(X++(Y..Y))',
    ...lines,
    '##END=',
  ].join('\n')}\n`;
}
