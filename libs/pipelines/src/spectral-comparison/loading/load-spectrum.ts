/** From a file of a job to a normalised spectrum, with everything that was found on the way. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { InputFile, Problem } from '../../contract.js';
import { normaliseSpectrum } from '../normalising/normalise.js';
import type { SpectralComparisonParams } from '../params.js';
import { readSpectrum } from '../reading/read-spectrum.js';
import type {
  NormalisedSpectrum,
  NormaliseOptions,
  SpectrumReading,
  SpectrumStructure,
  StructureOverrides,
  Transformation,
} from '../spectrum.js';
import { Memo } from './memo.js';

export type SpectrumInput = 'baseline' | 'sample';

/** What a file gave. `spectrum` is null exactly when `problems` holds an error. */
export interface LoadedSpectrum {
  readonly spectrum: NormalisedSpectrum | null;
  readonly structure: SpectrumStructure | null;
  readonly problems: readonly Problem[];
  readonly transformations: readonly Transformation[];
  /** SHA-256 of the file. */
  readonly contentHash: string;
  /** Names of the curves in the file, in their order. */
  readonly curves: readonly string[];
}

/** Larger files are no spectra. */
export const maxFileBytes = 100 * 1024 * 1024;
/** Numbers kept for further jobs of this process: 16 bytes a point, so 16 MB. */
const memoPoints = 1_000_000;

const memo = new Memo<LoadedSpectrum>(memoPoints, ({ spectrum }) => spectrum?.wavenumbers.length ?? 1);

/** How the bytes of a file become a reading: by the rules, or with the help of a model. */
export type ReadBytes = (
  bytes: Uint8Array,
  fileName: string,
  overrides: StructureOverrides,
) => Promise<SpectrumReading>;

/**
 * Reads and normalises one file; equal contents, names and settings are read once in a process.
 * Never throws on bad data.
 * @param readBytes other than by the rules of the reader; its results are not kept here
 */
export async function loadSpectrum(
  file: InputFile,
  input: SpectrumInput,
  params: SpectralComparisonParams,
  readBytes: ReadBytes | null = null,
): Promise<LoadedSpectrum> {
  const { size } = await stat(file.path);
  if (size > maxFileBytes) return refused(tooLarge(file, input, size));
  const bytes = await readFile(file.path);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  const settings = settingsOf(input, params);
  const load = async () =>
    toLoaded(await (readBytes ?? byRules)(bytes, file.name, settings.overrides), settings, {
      input,
      contentHash,
    });
  if (readBytes !== null) return load();
  return memo.get(JSON.stringify([contentHash, file.name, input, settings]), load);
}

const byRules: ReadBytes = async (bytes, fileName, overrides) => readSpectrum(bytes, fileName, overrides);

interface LoadSettings {
  readonly overrides: StructureOverrides;
  readonly options: NormaliseOptions;
}

function settingsOf(input: SpectrumInput, { reading }: SpectralComparisonParams): LoadSettings {
  const column = input === 'baseline' ? reading.baseline_column : reading.sample_column;
  return {
    overrides: {
      ...(reading.x_unit !== null && { xUnit: reading.x_unit }),
      ...(reading.y_unit !== null && { yUnit: reading.y_unit }),
    },
    options: {
      ...(column !== null && { curve: column }),
      reflectance: reading.reflectance,
      scale: reading.absorbance_scale,
    },
  };
}

function toLoaded(
  reading: SpectrumReading,
  { options }: LoadSettings,
  { input, contentHash }: { readonly input: SpectrumInput; readonly contentHash: string },
): LoadedSpectrum {
  const { spectrum: raw, structure } = reading;
  const normalised = raw === null ? null : normaliseSpectrum(raw, options);
  const problems = [...reading.problems, ...(normalised?.problems ?? [])];
  return {
    spectrum: normalised?.spectrum ?? null,
    structure,
    problems: problems.map((problem) => ({ ...problem, place: { ...problem.place, input } })),
    transformations: normalised?.transformations ?? [],
    contentHash,
    curves: raw === null ? [] : raw.curves.map(({ name }, index) => name ?? String(index + 1)),
  };
}

function refused(problem: Problem): LoadedSpectrum {
  const nothing = { spectrum: null, structure: null, transformations: [], contentHash: '', curves: [] };
  return { ...nothing, problems: [problem] };
}

function tooLarge(file: InputFile, input: SpectrumInput, sizeBytes: number): Problem {
  const megabytes = (sizeBytes / 1024 / 1024).toFixed(0);
  return {
    code: 'FILE_TOO_LARGE',
    severity: 'error',
    message: `${file.name} has ${megabytes} MB; a spectrum may have 100 MB.`,
    place: { input, file: file.name },
    value: `${megabytes} MB`,
    expectation: 'at most 100 MB',
    fix: 'Export one spectrum to a file.',
  };
}
