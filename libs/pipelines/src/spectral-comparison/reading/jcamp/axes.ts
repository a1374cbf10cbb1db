import type { StructureOverrides, XUnit, YUnit } from '../../spectrum.js';
import { xNameIn, xUnitIn, yNameIn, yUnitOf } from '../headings.js';
import type { ProblemList } from '../problem-list.js';
import { TOLD_REASON } from '../told.js';
import { type JcampBlock, textOf } from './records.js';

/** The units of a block, how sure they are (0…1) and why. */
export interface JcampAxes {
  readonly xUnit: XUnit;
  readonly xConfidence: number;
  readonly xBecause: string;
  readonly yUnit: YUnit;
  readonly yConfidence: number;
  readonly yBecause: string;
}

/** Reads the units of a block; null, with the reason added, where x is nothing that a spectrum here can have. */
export function readAxes(
  block: JcampBlock,
  y: Float64Array,
  told: StructureOverrides,
  problems: ProblemList,
): JcampAxes | null {
  const x = readX(block, told);
  if (x !== null) return { ...x, ...readY(block, y, told, problems) };
  const text = textOf(block, 'XUNITS') ?? '';
  problems.error(
    'UNKNOWN_X_UNIT',
    `XUNITS is ${JSON.stringify(text)}, which is neither wavenumber nor wavelength.`,
    {
      line: block.records.get('XUNITS')?.line,
      value: text,
      expectation: '1/CM, NANOMETERS or MICROMETERS',
      fix: 'Give an infrared, near infrared, ultraviolet, visible or Raman spectrum, or set the x unit.',
    },
  );
  return null;
}

function readX(
  block: JcampBlock,
  told: StructureOverrides,
): Pick<JcampAxes, 'xUnit' | 'xConfidence' | 'xBecause'> | null {
  if (told.xUnit) return { xUnit: told.xUnit, xConfidence: 1, xBecause: TOLD_REASON };
  const text = textOf(block, 'XUNITS');
  const unit = text === null ? 'cm-1' : (xUnitIn(text) ?? (xNameIn(text) === 'wavenumber' ? 'cm-1' : null));
  if (unit === null) return null;
  const xBecause = text === null ? 'XUNITS is absent; wavenumbers are assumed.' : `XUNITS is ${text}.`;
  return { xUnit: unit, xConfidence: text === null ? 0.6 : 1, xBecause };
}

function readY(
  block: JcampBlock,
  y: Float64Array,
  told: StructureOverrides,
  problems: ProblemList,
): Pick<JcampAxes, 'yUnit' | 'yConfidence' | 'yBecause'> {
  if (told.yUnit) return { yUnit: told.yUnit, yConfidence: 1, yBecause: TOLD_REASON };
  const text = textOf(block, 'YUNITS');
  const name = text === null ? null : yNameIn(text);
  let max = Number.NEGATIVE_INFINITY;
  for (const value of y) if (value > max) max = value;
  const unit = name === null ? null : yUnitOf(name, max > 2.5);
  if (unit === null) {
    const yBecause =
      text === null
        ? 'YUNITS is absent; the values are kept as they are.'
        : `YUNITS is ${text}, no known quantity.`;
    return { yUnit: 'intensity', yConfidence: text === null ? 0.5 : 0.7, yBecause };
  }
  const isPercent = unit === 'percent_transmittance' || unit === 'percent_reflectance';
  if (isPercent && name?.isPercent === null) {
    const message = `YUNITS is ${text}, a fraction by the standard, but values reach ${max}: they are read as percent.`;
    problems.warning('PERCENT_ASSUMED', message, { line: block.records.get('YUNITS')?.line });
  }
  return { yUnit: unit, yConfidence: 0.95, yBecause: `YUNITS is ${text}.` };
}

/** Whether the block is a Raman spectrum by its data type. */
export function isRaman(block: JcampBlock): boolean {
  return /raman/i.test(`${textOf(block, 'DATATYPE') ?? ''} ${textOf(block, 'XLABEL') ?? ''}`);
}
