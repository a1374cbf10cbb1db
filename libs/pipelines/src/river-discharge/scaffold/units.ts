/** Lengths as surveys state them. Metres are stored. */
export type LengthUnit = 'm' | 'ft';

/** The international foot, exactly. */
export const metresPerFoot = 0.3048;

/** Metres in one unit. */
export function metresPer(unit: LengthUnit): number {
  return unit === 'ft' ? metresPerFoot : 1;
}

/** For people: in the unit of the survey, and in metres beside it where that is another one (`318.211 ft (96.991 m)`). */
export function lengthText(metres: number, unit: LengthUnit): string {
  const inMetres = `${metres.toFixed(3)} m`;
  return unit === 'm' ? inMetres : `${(metres / metresPerFoot).toFixed(3)} ft (${inMetres})`;
}
