/**
 * From a spectrum as measured to one that can be compared: cm⁻¹ ascending, absorbance where that can be had.
 * Pure; every change is named, everything odd reported.
 */
import { ProblemList } from '../reading/problem-list.js';
import type {
  Normalisation,
  NormalisedSpectrum,
  NormaliseOptions,
  RawCurve,
  RawSpectrum,
  Transformation,
  ValueUnit,
} from '../spectrum.js';
import { checkCurve, refuseImpossible } from './checks.js';
import { toWavenumber, unitName, valueConversion } from './convert.js';
import { dropRepeatedX, isAscending, keep, type Points, sortAscending } from './points.js';
import { correctScale } from './scale.js';
import { findTransformation, transformationExamples, type WantedTransformation } from './transformations.js';

/** Normalises one curve of a file: `options.curve`, or the first in absorbance, or the first. */
export function normaliseSpectrum(raw: RawSpectrum, options: NormaliseOptions = {}): Normalisation {
  const problems = new ProblemList(raw.fileName);
  const left = withoutColumns(raw, wantedTransformations(options));
  const curve = chooseCurve(left, options.curve, problems);
  if (curve === null) return { spectrum: null, problems: problems.toArray(), transformations: [] };
  return normaliseCurve(left, curve, options, problems);
}

/** Normalises each curve of a file, in the order of its columns. */
export function normaliseAll(
  raw: RawSpectrum,
  options: Omit<NormaliseOptions, 'curve'> = {},
): Normalisation[] {
  return raw.curves.map((curve) => normaliseCurve(raw, curve, options, new ProblemList(raw.fileName)));
}

function wantedTransformations({ transformations = [] }: NormaliseOptions): WantedTransformation[] {
  return transformations.flatMap((name) => findTransformation(name) ?? []);
}

/** Without the curves whose headings are named. A file that has none of them stays as it is. */
function withoutColumns(raw: RawSpectrum, wanted: readonly WantedTransformation[]): RawSpectrum {
  const names = wanted
    .filter(({ moment }) => moment === 'columns')
    .flatMap(({ argument }) => argument.split(',').map((name) => name.trim().toLowerCase()));
  const curves = raw.curves.filter(({ name }) => name === null || !names.includes(name.toLowerCase()));
  return curves.length === raw.curves.length ? raw : { ...raw, curves };
}

function chooseCurve(raw: RawSpectrum, wanted: string | undefined, problems: ProblemList): RawCurve | null {
  const { curves } = raw;
  if (curves.length === 0) {
    problems.error('NO_CURVE_LEFT', 'The transformations leave out every curve of the file.', {
      expectation: 'at least one curve',
      fix: 'Name fewer columns in remove_columns.',
    });
    return null;
  }
  const labels = curves.map(({ name }, i) => name ?? String(i + 1));
  if (wanted === undefined) {
    const best = Math.max(
      curves.findIndex(({ unit }) => unit === 'absorbance'),
      0,
    );
    if (curves.length > 1) {
      const message = `The file holds ${curves.length} curves (${list(labels)}); ${labels[best]} was taken.`;
      problems.warning('SEVERAL_CURVES', message, { fix: 'Name another curve if that is the wrong one.' });
    }
    return curves[best]!;
  }
  const plain = wanted.trim().toLowerCase();
  const named = curves.find(({ name }) => name?.toLowerCase() === plain);
  const numbered = /^\d+$/.test(plain) ? curves[Number(plain) - 1] : undefined;
  const found = named ?? numbered;
  if (found !== undefined) return found;
  problems.error('UNKNOWN_CURVE', `The file has no curve ${JSON.stringify(wanted)}.`, {
    value: wanted,
    expectation: `one of ${list(labels)}, or a number from 1 to ${curves.length}`,
    fix: 'Name a curve of this file.',
  });
  return null;
}

function list(labels: readonly string[]): string {
  return labels.slice(0, 8).join(', ') + (labels.length > 8 ? ', …' : '');
}

/** Carries the points through the steps, with what was done to them. */
class Course {
  readonly transformations: Transformation[] = [];
  constructor(public points: Points) {}

  step(name: string, points: Points, description: string): void {
    this.points = points;
    this.transformations.push({ name, description });
  }

  apply({ name, description, apply }: WantedTransformation): void {
    this.step(name, apply(this.points), description);
  }
}

function normaliseCurve(
  raw: RawSpectrum,
  curve: RawCurve,
  options: NormaliseOptions,
  problems: ProblemList,
): Normalisation {
  const course = new Course({ x: raw.x, y: curve.y });
  const wanted = wantedTransformations(options);
  refuseUnknown(options, problems);
  for (const one of wanted.filter(({ moment }) => moment === 'rows')) course.apply(one);
  dropMissing(course);
  orderByX(course, problems);
  const native = course.points.x;
  const measured = convertValues(course, curve, options, problems);
  convertX(course, raw, problems);
  if (measured === 'absorbance') fixScale(course, options, problems);
  const unit = changeCurve(course, wanted, measured, problems);
  restoreOrder(course);
  const { transformations, points } = course;
  if (points.x.length < 2 && !problems.hasErrors) {
    problems.error('TOO_FEW_POINTS', `${points.x.length} points are left after normalising.`, {
      expectation: 'at least 2 points',
      fix: 'Check the reading settings and the transformations.',
    });
  }
  refuseImpossible(points, problems);
  if (problems.hasErrors) return { spectrum: null, problems: problems.toArray(), transformations };
  checkCurve(points, native, unitName(raw.structure.xUnit), unit, problems);
  const spectrum = finish(raw, curve, course, unit);
  return { spectrum, problems: problems.toArray(), transformations };
}

function finish(raw: RawSpectrum, curve: RawCurve, course: Course, valueUnit: ValueUnit): NormalisedSpectrum {
  const { structure, fileName } = raw;
  const label = curve.name ?? String(raw.curves.indexOf(curve) + 1);
  return {
    name: raw.curves.length > 1 ? `${raw.name} · ${label}` : raw.name,
    wavenumbers: course.points.x,
    values: course.points.y,
    valueUnit,
    technique: structure.technique,
    provenance: {
      fileName,
      column: curve.name,
      xUnit: structure.xUnit,
      yUnit: curve.unit,
      transformations: course.transformations,
      structure,
    },
  };
}

function dropMissing(course: Course): void {
  const kept = keep(course.points, (_, y) => !Number.isNaN(y));
  const count = course.points.x.length - kept.x.length;
  if (count > 0) course.step('drop_missing_values', kept, `${points(count)} without a value left out.`);
}

function orderByX(course: Course, problems: ProblemList): void {
  const sorted = sortAscending(course.points);
  if (sorted !== course.points) {
    course.step('sort_by_wavenumber_asc', sorted, 'Points sorted by the values of x.');
  }
  const single = dropRepeatedX(course.points);
  const count = course.points.x.length - single.x.length;
  if (count === 0) return;
  const message = `${points(count)} with an x that was there before left out, the first kept.`;
  problems.warning('DUPLICATE_X', message, { value: String(count), expectation: 'each x once' });
  course.step('remove_duplicate_wavenumbers', single, message);
}

function convertValues(
  course: Course,
  curve: RawCurve,
  options: NormaliseOptions,
  problems: ProblemList,
): ValueUnit {
  const conversion = valueConversion(curve.unit, options.reflectance ?? 'as_given');
  const { convert, name, formula, lowest } = conversion;
  if (convert === null) return conversion.unit;
  const { x, y } = course.points;
  const clipped = lowest === null ? 0 : y.reduce((sum, value) => sum + (value < lowest ? 1 : 0), 0);
  if (clipped > 0) {
    const message = `${clipped} ${clipped === 1 ? 'value' : 'values'} of ${unitName(curve.unit)} below ${lowest} set to ${lowest} before the logarithm.`;
    problems.warning('CLIPPED', message, { expectation: `values from ${lowest}` });
  }
  const description = `${y.length} values of ${unitName(curve.unit)} became ${unitName(conversion.unit)}, ${formula}.`;
  course.step(name, { x, y: y.map(convert) }, description);
  return conversion.unit;
}

function convertX(course: Course, raw: RawSpectrum, problems: ProblemList): void {
  const { xUnit } = raw.structure;
  if (xUnit === 'cm-1') return;
  const positive = keep(course.points, (x) => x > 0);
  const count = course.points.x.length - positive.x.length;
  if (count > 0) {
    const message = `${points(count)} with a wavelength of 0 or less left out.`;
    problems.warning('BAD_WAVELENGTH', message, { expectation: 'wavelengths above 0' });
    course.step('drop_bad_wavelengths', positive, message);
  }
  const x = positive.x.map((value) => toWavenumber(value, xUnit));
  const scale = xUnit === 'nm' ? '10⁷' : '10⁴';
  const description = `Wavelengths in ${unitName(xUnit)} became wavenumbers in cm⁻¹, ${scale} / λ.`;
  // Ascending wavelengths are descending wavenumbers.
  course.step('convert_wavelength_to_wavenumber', sortAscending({ x, y: positive.y }), description);
}

function fixScale(course: Course, options: NormaliseOptions, problems: ProblemList): void {
  const { points, isCorrected } = correctScale(course.points, options.scale ?? 'correct', problems);
  if (isCorrected) course.step('scale_factor_0.001', points, 'Absorbance divided by 1000.');
}

function refuseUnknown({ transformations = [] }: NormaliseOptions, problems: ProblemList): void {
  for (const name of transformations.filter((each) => findTransformation(each) === null)) {
    problems.error('UNKNOWN_TRANSFORMATION', `There is no transformation ${JSON.stringify(name)}.`, {
      value: name,
      expectation: `one of ${transformationExamples.join(', ')}`,
      fix: 'Correct the name.',
    });
  }
}

/** Makes the changes that were asked for of the curve. @returns what its values count in afterwards */
function changeCurve(
  course: Course,
  wanted: readonly WantedTransformation[],
  measured: ValueUnit,
  problems: ProblemList,
): ValueUnit {
  let unit = measured;
  for (const one of wanted.filter(({ moment }) => moment === 'curve')) {
    if (one.gives === unit) {
      const message = `${one.name} was left out: the values are ${unitName(unit)} already.`;
      problems.warning('ALREADY_CONVERTED', message, { value: one.name });
    } else if (one.needs !== null && one.needs !== unit) {
      const message = `${one.name} needs ${unitName(one.needs)}, but the values are ${unitName(unit)}.`;
      problems.error('TRANSFORMATION_DOES_NOT_FIT', message, {
        value: one.name,
        expectation: unitName(one.needs),
        fix: 'Leave it out, or set reading.y_unit where the unit was detected wrongly.',
      });
    } else {
      course.apply(one);
      unit = one.gives ?? unit;
    }
  }
  return unit;
}

/** A normalised spectrum ascends whatever was asked for; drawing turns it round. */
function restoreOrder(course: Course): void {
  if (!isAscending(course.points)) course.points = dropRepeatedX(sortAscending(course.points));
}

function points(count: number): string {
  return `${count} ${count === 1 ? 'point' : 'points'}`;
}
