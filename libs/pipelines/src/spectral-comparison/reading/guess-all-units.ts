import type { StructureOverrides, Technique, XUnit, YUnit } from '../spectrum.js';
import { type ColumnChoice, isSymbol } from './choose-columns.js';
import { guessXUnit, guessYUnit, type UnitGuess, yUnitByValues } from './guess-units.js';
import type { PreambleFacts } from './header.js';
import { yNameIn } from './headings.js';
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
  const areSamples = choice.ys.some(({ name }) => name !== null && yNameIn(name) === null);
  const ys = choice.ys.map((y): UnitGuess<YUnit> | null => {
    if (told.yUnit) return { unit: told.yUnit, confidence: 1, because: TOLD_REASON };
    const hints = { cellUnit: cellUnit(y.index), preamble: preamble.y };
    const named = areSamples && isSymbol(y.name) ? { ...y, name: null } : y;
    return guessYUnit(named, hints, isRaman ? 'raman' : 'unknown');
  });
  return finish(choice, x, byValues(choice, ys), isRaman);
}

/** Fills in units that no text tells. Curves of one file are of one kind, so the commonest guess counts for all. */
function byValues(choice: ColumnChoice, ys: readonly (UnitGuess<YUnit> | null)[]): UnitGuess<YUnit>[] {
  const guesses = choice.ys.map((y, i) => (ys[i] === null ? yUnitByValues(y) : null));
  const counts = new Map<YUnit, number>();
  for (const guess of guesses) if (guess !== null) counts.set(guess.unit, (counts.get(guess.unit) ?? 0) + 1);
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a);
  return guesses.map((guess, i) => {
    if (guess === null) return ys[i]!;
    const unit = commonest![0];
    if (guess.unit === unit) return guess;
    const because = `Most curves of the file look like it; by its values alone this one would be ${guess.unit}.`;
    return { unit, confidence: 0.65, because };
  });
}

function finish(
  choice: ColumnChoice,
  x: UnitGuess<XUnit>,
  ys: readonly UnitGuess<YUnit>[],
  isRaman: boolean,
): ChosenUnits {
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
