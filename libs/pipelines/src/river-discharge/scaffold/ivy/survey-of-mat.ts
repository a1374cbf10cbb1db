/** The surveyed cross-section in a file of AreaComp (AC3). */
import { MatError, type MatValue, readMat } from './mat-file.js';

export interface MatSurvey {
  /** In the order they were walked, metres. */
  readonly points: readonly { readonly stationM: number; readonly elevationM: number }[];
  readonly units: 'm' | 'ft';
}

const surveyNames = ['csv_survey', 'survey', 'cross_section'];
const stationNames = ['station', 'stations', 'sta', 'distance'];
const elevationNames = ['adjusted_stage', 'stage', 'elevation', 'elevations', 'elev'];

/**
 * Finds the units and the table (station, stage, and adjusted stage where there is one, which then counts) wherever they
 * lie in the file. @param metresPerFoot what a foot is. @throws MatError naming what is missing
 */
export function surveyOfMat(bytes: Uint8Array, metresPerFoot: number): MatSurvey {
  const fields = [...fieldsOf({ kind: 'structs', structs: [readMat(bytes)] })];
  const named = (names: readonly string[]) =>
    fields.find(([name]) => names.includes(name.toLowerCase()))?.[1] ?? null;
  const rows = tableOf(named(surveyNames)) ?? columnsOf(named(stationNames), named(elevationNames));
  if (rows === null) throw new MatError('it has no table csv_survey of stations and stages');
  const units = unitsOf(named(['units', 'unit']));
  const scale = units === 'ft' ? metresPerFoot : 1;
  const points = rows
    .filter((row) => row.every(Number.isFinite))
    .map(([station, elevation]) => ({ stationM: station * scale, elevationM: elevation * scale }));
  return { points, units };
}

/** Names and values at any depth, outer ones first. */
function* fieldsOf(value: MatValue): Generator<readonly [string, MatValue]> {
  if (value.kind === 'cells') for (const cell of value.cells) yield* fieldsOf(cell);
  if (value.kind !== 'structs') return;
  for (const struct of value.structs) yield* Object.entries(struct);
  for (const struct of value.structs) for (const inner of Object.values(struct)) yield* fieldsOf(inner);
}

type Row = readonly [station: number, elevation: number];

function tableOf(value: MatValue | null): Row[] | null {
  if (value?.kind === 'structs' && value.structs[0]) {
    const entries = Object.entries(value.structs[0]);
    const of = (names: readonly string[]) =>
      entries.find(([name]) => names.includes(name.toLowerCase()))?.[1] ?? null;
    return columnsOf(of(stationNames), of(elevationNames));
  }
  if (value?.kind !== 'numbers' || value.columns < 2 || value.rows < 1) return null;
  const { rows, columns, values } = value;
  const column = columns >= 3 && Number.isFinite(values[2 * rows]) ? 2 : 1;
  return Array.from({ length: rows }, (_, i) => [values[i]!, values[column * rows + i]!]);
}

function columnsOf(stations: MatValue | null, elevations: MatValue | null): Row[] | null {
  if (stations?.kind !== 'numbers' || elevations?.kind !== 'numbers') return null;
  if (stations.values.length === 0 || stations.values.length !== elevations.values.length) return null;
  return Array.from(stations.values, (station, i) => [station, elevations.values[i]!]);
}

function unitsOf(value: MatValue | null): 'm' | 'ft' {
  const text = value?.kind === 'cells' ? value.cells[0] : value;
  if (text?.kind !== 'text') throw new MatError('it does not say its units');
  if (/^(english|feet|foot|ft|imperial|us)/i.test(text.text)) return 'ft';
  if (/^(metric|met|m|si)/i.test(text.text)) return 'm';
  throw new MatError(`it has the units ${JSON.stringify(text.text)}, which are neither metres nor feet`);
}
