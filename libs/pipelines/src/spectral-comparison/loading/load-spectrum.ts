/** From a file of a job to a normalised spectrum, with everything that was found on the way. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { InputFile, LogLevel, ModelEndpoint, Problem } from '../../contract.js';
import { isDoubtful } from '../model/doubt.js';
import { type ModelReading, type ModelUse, readSpectrumWithModel } from '../model/read-with-model.js';
import { normaliseSpectrum } from '../normalising/normalise.js';
import type { SpectralComparisonParams } from '../params.js';
import { readLargeSpectrum, readSpectrum } from '../reading/read-spectrum.js';
import {
  type NormalisedSpectrum,
  type NormaliseOptions,
  type SpectrumReading,
  type SpectrumStructure,
  type StructureOverrides,
  type Transformation,
} from '../spectrum.js';
import { Memo } from './memo.js';
import { openBytes } from './open-bytes.js';

export type SpectrumInput = 'baseline' | 'sample';

/** What a file gave. `spectrum` is null exactly when `problems` holds an error. */
export interface LoadedSpectrum {
  readonly spectrum: NormalisedSpectrum | null;
  readonly structure: SpectrumStructure | null;
  readonly problems: readonly Problem[];
  readonly transformations: readonly Transformation[];
  /** SHA-256 of the file. */
  readonly contentHash: string;
  readonly model: ModelUse;
  /** Names of the curves in the file, in their order. */
  readonly curves: readonly string[];
}

/** Larger files are no spectra. */
export const maxFileBytes = 100 * 1024 * 1024;
/** Larger files are read in blocks. */
export const wholeFileBytes = 50 * 1024 * 1024;
/** Points kept for further jobs of this process: a baseline, and a sample between its check and its job. 4 MB. */
const memoPoints = 250_000;

const memo = new Memo<LoadedSpectrum>(memoPoints, ({ spectrum }) => spectrum?.wavenumbers.length ?? 1);

/** Who may be asked about a file of doubtful structure. */
export interface Adviser {
  readonly endpoint: ModelEndpoint;
  readonly signal: AbortSignal;
  readonly log: (level: LogLevel, text: string) => void;
}

/**
 * Reads and normalises one file; equal contents, names and settings are read once in a process.
 * Never throws on bad data, only when the adviser's signal is aborted.
 * @param adviser null: the rules of the reader alone
 */
export async function loadSpectrum(
  file: InputFile,
  input: SpectrumInput,
  params: SpectralComparisonParams,
  adviser: Adviser | null = null,
): Promise<LoadedSpectrum> {
  const { size } = await stat(file.path);
  if (size > maxFileBytes) return refused(tooLarge(file, input, size));
  // A large file is never in memory as a whole, so its head is not at hand for a model either.
  const bytes = size > wholeFileBytes ? null : await readFile(file.path);
  const contentHash = bytes === null ? await hashOfFile(file.path) : hashOf(bytes);
  const settings = settingsOf(input, params);
  const { overrides } = settings;
  const source = { input, contentHash };
  const key = JSON.stringify([contentHash, file.name, input, settings]);
  const byRules = await memo.get(key, async () => {
    const reading =
      bytes === null ? readInBlocks(file, overrides) : readSpectrum(bytes, file.name, overrides);
    return toLoaded({ ...reading, model: unused }, settings, source);
  });
  if (bytes === null || adviser === null || !params.reading.use_model || !isDoubtful(byRules)) return byRules;
  const askedKey = JSON.stringify([key, adviser.endpoint.url, adviser.endpoint.model]);
  let wasAsked = false;
  const advised = await memo.get(askedKey, async () => {
    wasAsked = true;
    const reading = await readSpectrumWithModel(bytes, file.name, overrides, adviser);
    return toLoaded(reading, settings, source);
  });
  return wasAsked ? advised : { ...advised, model: { calls: 0, cacheHits: hitsOf(advised), tokens: 0 } };
}

function readInBlocks({ path, name }: InputFile, overrides: StructureOverrides): SpectrumReading {
  const source = openBytes(path);
  try {
    return readLargeSpectrum(source, name, overrides);
  } finally {
    source.close();
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}

const unused: ModelUse = { calls: 0, cacheHits: 0, tokens: 0 };

/** An answer that is still in memory is one that was not paid again. */
function hitsOf({ model }: LoadedSpectrum): number {
  return model.calls + model.cacheHits > 0 ? 1 : 0;
}

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
      transformations: reading.transformations,
    },
  };
}

function toLoaded(
  reading: ModelReading,
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
    model: reading.model,
    curves: raw === null ? [] : raw.curves.map(({ name }, index) => name ?? String(index + 1)),
  };
}

function refused(problem: Problem): LoadedSpectrum {
  const nothing = {
    spectrum: null,
    structure: null,
    transformations: [],
    contentHash: '',
    model: unused,
    curves: [],
  };
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
