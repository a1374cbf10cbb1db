import type { StructureOverrides, Technique, XUnit, YUnit } from '../spectrum.js';
import type { ColumnChoice } from './choose-columns.js';
import { guessXUnit, guessYUnit, type UnitGuess } from './guess-units.js';
import type { PreambleFacts } from './header.js';
import type { NumberTable } from './table.js';
import { TOLD_REASON } from './told.js';

/** The units of all chosen columns. */
export interface ChosenUnits {
  readonly x: UnitGuess<XUnit>;
  /** One for each y column, in their order. */
  readonly ys: readonly UnitGuess<YUnit>[];
  readonly technique: Technique;
}

/** Guesses what is not told, and the technique that follows from it. */
export function guessUnits(
  choice: ColumnChoice,
  table: NumberTable,
  preamble: PreambleFacts,
  told: StructureOverrides,
): ChosenUnits {
  const cellUnit = (index: number) => table.cellUnits[index] ?? '';
  const x: UnitGuess<XUnit> = told.xUnit
    ? { unit: told.xUnit, confidence: 1, because: TOLD_REASON }
    : guessXUnit(choice.x, { cellUnit: cellUnit(choice.x.index), preamble: preamble.x });
  const isRaman = preamble.technique === 'raman' || /raman/i.test(choice.x.name ?? '');
  const ys = choice.ys.map((y): UnitGuess<YUnit> => {
    if (told.yUnit) return { unit: told.yUnit, confidence: 1, because: TOLD_REASON };
    const hints = { cellUnit: cellUnit(y.index), preamble: preamble.y };
    return guessYUnit(y, hints, isRaman ? 'raman' : 'unknown');
  });
  const yUnit = ys[0]?.unit ?? 'intensity';
  return { x, ys, technique: techniqueOf(isRaman, x.unit, yUnit, choice.x.min, choice.x.max) };
}

/** The technique that units and range speak for. `min` and `max` in the unit of x. */
export function techniqueOf(
  isRaman: boolean,
  xUnit: XUnit,
  yUnit: YUnit,
  min: number,
  max: number,
): Technique {
  if (isRaman) return 'raman';
  if (yUnit === 'intensity') return xUnit === 'cm-1' && max <= 4_700 ? 'raman' : 'unknown';
  const [lowest, highest] = inWavenumbers(xUnit, min, max);
  if (lowest >= 3_500 && highest <= 15_000) return 'near_infrared';
  return lowest >= 5 && highest <= 15_000 ? 'infrared' : 'unknown';
}

function inWavenumbers(unit: XUnit, min: number, max: number): readonly [number, number] {
  if (unit === 'cm-1') return [min, max];
  const scale = unit === 'nm' ? 1e7 : 1e4;
  return [scale / max, scale / min];
}
