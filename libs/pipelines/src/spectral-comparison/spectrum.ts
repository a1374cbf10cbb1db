/**
 * What a spectrum is, from the bytes of a file to a curve that can be compared:
 * bytes → `RawSpectrum` (reading/readSpectrum, or model/readSpectrumWithModel for a second opinion) →
 * `NormalisedSpectrum` (normalising/normaliseSpectrum). Plain data on typed arrays, no files here.
 */
import type { Problem } from '../contract.js';

/** What the horizontal axis of a file counts in: wavenumber (also a Raman shift), wavelength in nm or in µm. */
export const X_UNITS = ['cm-1', 'nm', 'um'] as const;
export type XUnit = (typeof X_UNITS)[number];

/**
 * What the vertical axis of a file counts in. `transmittance` and `reflectance` are fractions 0…1, the `percent_`
 * ones 0…100; `absorbance` is decadic and also what instruments call log(1/R); `intensity` is counts or arbitrary.
 */
export const Y_UNITS = [
  'absorbance',
  'transmittance',
  'percent_transmittance',
  'reflectance',
  'percent_reflectance',
  'kubelka_munk',
  'intensity',
] as const;
export type YUnit = (typeof Y_UNITS)[number];

/**
 * What a normalised spectrum may count in: transmittance has become absorbance, percent a fraction, unless % T was
 * asked for by name.
 */
export type ValueUnit = 'absorbance' | 'percent_transmittance' | 'reflectance' | 'kubelka_munk' | 'intensity';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type SpectrumEncoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [',', ';', '\t', '|', 'whitespace'] as const;
/** `whitespace`: one or more spaces or tabs. */
export type Delimiter = (typeof DELIMITERS)[number];

export const DECIMAL_SIGNS = ['.', ','] as const;
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];

/** `columns`: one row a point. `rows`: one row a spectrum, the first row (or first numeric row) holding x. */
export const ORIENTATIONS = ['columns', 'rows'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

export type PointOrder = 'ascending' | 'descending' | 'unordered';
export type ColumnRole = 'x' | 'y' | 'ignored';
/** The measuring technique as far as the file shows it; it decides how axes are labelled. */
export type Technique = 'infrared' | 'near_infrared' | 'raman' | 'unknown';

/**
 * What kind of file this is: one x and one y column; one x and several y; one row a spectrum; columns that were told
 * apart by their values alone; nothing that could be read.
 */
export type Layout = 'standard_spectral' | 'multi_column' | 'transposed' | 'instrument_specific' | 'unknown';

/** One thing the reader decided, how sure it is (0…1), and what that rests on. */
export interface StructureDecision {
  readonly subject:
    | 'format'
    | 'encoding'
    | 'delimiter'
    | 'decimal sign'
    | 'data lines'
    | 'header row'
    | 'orientation'
    | 'x column'
    | 'y column'
    | 'x unit'
    | 'y unit';
  readonly choice: string;
  readonly confidence: number;
  /** A full sentence for people. */
  readonly because: string;
}

/** One column of a delimited file (or one row, where each row is a spectrum). */
export interface SpectrumColumn {
  /** From 0. */
  readonly index: number;
  /** Heading without its unit; null where the file has no headings. */
  readonly name: string | null;
  readonly role: ColumnRole;
  /** Of an x or y column; null where ignored. */
  readonly unit: XUnit | YUnit | null;
}

/** How a file is built, as detected or as told. */
export interface SpectrumStructure {
  readonly format: 'delimited' | 'jcamp-dx';
  readonly layout: Layout;
  readonly encoding: SpectrumEncoding;
  /** Null for JCAMP-DX. */
  readonly delimiter: Delimiter | null;
  readonly decimalSign: DecimalSign;
  readonly orientation: Orientation;
  /** How many lines stand before the first line of data: comments, instrument preamble, header row. */
  readonly linesBeforeData: number;
  /** Line of the column headings, from 1; null where there is none. */
  readonly headerLine: number | null;
  /** How many lines that are not blank follow the last line of data. */
  readonly linesAfterData: number;
  readonly columns: readonly SpectrumColumn[];
  readonly xUnit: XUnit;
  /** Of the chosen y column. */
  readonly yUnit: YUnit;
  readonly order: PointOrder;
  readonly technique: Technique;
  /** 0…1, the least certain decision; a model may be asked below `CONFIDENT`. */
  readonly confidence: number;
  readonly decisions: readonly StructureDecision[];
  /** Who found it: the rules of the reader, a language model whose proposal was checked, or the user. */
  readonly foundBy: 'rules' | 'model' | 'user';
}

/** At and above this confidence a detected structure needs no second opinion. */
export const CONFIDENT = 0.8;

/**
 * What a user (or a model) may fix about a file; the rest is detected. Columns are named by heading, or by number
 * from 1 as text (`'2'`).
 */
export interface StructureOverrides {
  readonly encoding?: SpectrumEncoding;
  readonly delimiter?: Delimiter;
  readonly decimalSign?: DecimalSign;
  readonly orientation?: Orientation;
  /** Lines before the first line of data, header row included. */
  readonly linesBeforeData?: number;
  readonly xColumn?: string;
  readonly yColumns?: readonly string[];
  readonly xUnit?: XUnit;
  readonly yUnit?: YUnit;
  /** Which data block of a compound JCAMP-DX file, from 1. */
  readonly block?: number;
}

/** One measured curve of a file, in the file's order and units. */
export interface RawCurve {
  /** Column heading or block title; null where there is none. */
  readonly name: string | null;
  readonly unit: YUnit;
  /** As long as the spectrum's `x`; NaN where the cell is empty or not a number. */
  readonly y: Float64Array;
}

/** A file's spectra as read: nothing sorted, converted or dropped except rows without any x. */
export interface RawSpectrum {
  /** File name without its extension. */
  readonly name: string;
  readonly fileName: string;
  /** In `structure.xUnit`, finite. */
  readonly x: Float64Array;
  /** At least one, in the order of the columns. */
  readonly curves: readonly RawCurve[];
  /** Line in the file of each point, from 1; where each row is a spectrum, the cell of the row. */
  readonly lines: Int32Array;
  readonly structure: SpectrumStructure;
}

/** Everything found about a file. `spectrum` is null exactly when `problems` holds an error. */
export interface SpectrumReading {
  readonly spectrum: RawSpectrum | null;
  /** Null where not even the text could be read. */
  readonly structure: SpectrumStructure | null;
  readonly problems: readonly Problem[];
}

/** One change made to the values on the way to the normalised spectrum. */
export interface Transformation {
  /** Stable snake_case name, for example `convert_transmittance_to_absorbance`. */
  readonly name: string;
  /** A full sentence with numbers, for example `1 676 values of % transmittance became absorbance, A = −log10(T).` */
  readonly description: string;
}

/** Where a normalised spectrum comes from. */
export interface Provenance {
  readonly fileName: string;
  /** Heading of the chosen column; null where there is none. */
  readonly column: string | null;
  readonly xUnit: XUnit;
  readonly yUnit: YUnit;
  readonly transformations: readonly Transformation[];
  readonly structure: SpectrumStructure;
}

/** A curve ready for comparison. */
export interface NormalisedSpectrum {
  /** File stem; with several curves in the file, `stem · column`. */
  readonly name: string;
  /** cm⁻¹, strictly ascending, finite; at least 2. */
  readonly wavenumbers: Float64Array;
  /** As many, finite, in `valueUnit`. */
  readonly values: Float64Array;
  readonly valueUnit: ValueUnit;
  readonly technique: Technique;
  readonly provenance: Provenance;
}

/** How reflectance is handed on: as measured, as apparent absorbance log10(1/R), or as (1 − R)² / 2R. */
export const REFLECTANCE_CONVERSIONS = ['as_given', 'log_inverse', 'kubelka_munk'] as const;
export type ReflectanceConversion = (typeof REFLECTANCE_CONVERSIONS)[number];

/** What to do about an absorbance that looks multiplied by 1000. */
export const SCALE_POLICIES = ['correct', 'warn'] as const;
export type ScalePolicy = (typeof SCALE_POLICIES)[number];

export interface NormaliseOptions {
  /** Heading or number from 1 (as text) among the curves; absent: the first in absorbance, else the first. */
  readonly curve?: string;
  /** Default `as_given`. */
  readonly reflectance?: ReflectanceConversion;
  /** Default `correct`. */
  readonly scale?: ScalePolicy;
  /** Further changes by name, in this order; see normalising/transformations.ts. */
  readonly transformations?: readonly string[];
}

/** `spectrum` is null exactly when `problems` holds an error. */
export interface Normalisation {
  readonly spectrum: NormalisedSpectrum | null;
  readonly problems: readonly Problem[];
  readonly transformations: readonly Transformation[];
}
