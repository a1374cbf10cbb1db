/** From the form to the file: whatever is complete, as the format of scaffolds has it. */
import type { Json, JsonObject } from '@batchyard/domain';
import {
  lensFields,
  numberOf,
  type PointDraft,
  type ScaffoldDraft,
  type SearchDraft,
  type SectionDraft,
} from './draft';

/** What is no number stays a text, so that the check says what is wrong with it. */
const readValue = (text: string): Json => numberOf(text) ?? text;
const given = (...texts: readonly string[]) => texts.every((text) => text.trim() !== '');

/** The scaffold as JSON; parts that were not begun are left out. */
export function fileOfDraft(draft: ScaffoldDraft): JsonObject {
  const { title, units, displayUnits, region, frameStep, alpha, maxSpeed } = draft;
  return {
    format: 'batchyard-river-scaffold',
    version: 1,
    title: title.trim(),
    units,
    ...(displayUnits === null ? {} : { display_units: displayUnits }),
    ...cameraOf(draft),
    control_points: draft.points.filter(isComplete).map(pointOf),
    rectification: {
      method: draft.method,
      calibration_level: given(draft.calibrationLevel) ? readValue(draft.calibrationLevel) : null,
      ...(given(draft.pixelSize) ? { pixel_size: readValue(draft.pixelSize) } : {}),
    },
    ...sectionOf(draft.section),
    search: searchOf(draft.search),
    region_of_interest: region.length === 0 ? null : region.map(([u, v]) => [u, v]),
    ...(given(frameStep) ? { frame_step: readValue(frameStep) } : {}),
    ...(given(alpha) ? { alpha: readValue(alpha) } : {}),
    ...(given(maxSpeed) ? { max_speed: readValue(maxSpeed) } : {}),
  };
}

/** Whether a point can take part in the fit. */
export function isComplete({ pixel, x, y, z }: PointDraft): boolean {
  return pixel !== null && given(x, y, z);
}

function cameraOf({ widthPx, heightPx, lens }: ScaffoldDraft): JsonObject {
  if (widthPx === null || heightPx === null) return {};
  const filled = lensFields.filter((field) => given(lens[field]));
  const known = Object.fromEntries(filled.map((field) => [field, readValue(lens[field])]));
  return { camera: { width_px: widthPx, height_px: heightPx, lens: filled.length === 0 ? null : known } };
}

function pointOf({ name, pixel, x, y, z, use }: PointDraft): JsonObject {
  return {
    name,
    pixel: pixel === null ? [] : [...pixel],
    world: [readValue(x), readValue(y), readValue(z)],
    use,
  };
}

function sectionOf(section: SectionDraft): JsonObject {
  const { startX, startY, endX, endY, startStation, startBank } = section;
  const bed = section.bed.filter(({ station, elevation }) => given(station) || given(elevation));
  if (![startX, startY, endX, endY].some((text) => given(text)) && bed.length === 0) return {};
  return {
    cross_section: {
      ...(given(startX, startY) ? { start: [readValue(startX), readValue(startY)] } : {}),
      ...(given(endX, endY) ? { end: [readValue(endX), readValue(endY)] } : {}),
      ...(given(startStation) ? { start_station: readValue(startStation) } : {}),
      start_bank: startBank,
      points: bed.map(({ station, elevation }) => [readValue(station), readValue(elevation)]),
    },
  };
}

function searchOf(search: SearchDraft): JsonObject {
  const { kind, stations, count, length, skew, spacing, window, rows, more } = search;
  const entries = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, text]) => (given(text) ? [[name, readValue(text)]] : [])),
    );
  if (kind === 'grid') return { ...more, kind, ...entries({ spacing, window, rows }) };
  const listed = stations.split(/[;\s]+|,\s+/).filter((text) => text !== '');
  return {
    ...more,
    kind,
    stations: listed.length === 0 ? null : listed.map(readValue),
    ...entries({ count, length, skew_deg: skew }),
  };
}
