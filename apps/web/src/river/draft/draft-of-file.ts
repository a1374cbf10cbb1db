/** From a scaffold that the check has read, with all its defaults, to the form. */
import { isJsonObject, type Json, type JsonObject } from '@batchyard/domain';
import { emptyDraft, lensFields, type Method, type Pixel, type ScaffoldDraft } from './draft';

/** The form that writes the same scaffold again. */
export function draftOfFile(file: JsonObject): ScaffoldDraft {
  const camera = objectOf(file.camera);
  const fit = objectOf(file.rectification);
  return {
    ...emptyDraft,
    title: textOf(file.title),
    units: file.units === 'ft' ? 'ft' : 'm',
    displayUnits: file.display_units === 'ft' || file.display_units === 'm' ? file.display_units : null,
    widthPx: Number(camera.width_px),
    heightPx: Number(camera.height_px),
    points: listOf(file.control_points).map((entry, index) => {
      const point = objectOf(entry);
      const [x, y, z] = listOf(point.world).map(textOf);
      const use = point.use === 'check' ? 'check' : 'fit';
      return {
        key: index + 1,
        name: textOf(point.name),
        pixel: pairOf(point.pixel),
        x: x!,
        y: y!,
        z: z!,
        use,
      };
    }),
    method: textOf(fit.method) as Method,
    calibrationLevel: textOf(fit.calibration_level),
    pixelSize: textOf(fit.pixel_size),
    lens: { ...emptyDraft.lens, ...lensOf(camera.lens) },
    section: sectionOf(objectOf(file.cross_section)),
    search: searchOf(objectOf(file.search)),
    region: listOf(file.region_of_interest).map(pairOf),
    frameStep: textOf(file.frame_step),
    alpha: textOf(file.alpha),
    maxSpeed: textOf(file.max_speed),
  };
}

function lensOf(lens: Json | undefined) {
  const known = objectOf(lens);
  return Object.fromEntries(
    lensFields.flatMap((field) => (field in known ? [[field, textOf(known[field])]] : [])),
  );
}

function sectionOf(section: JsonObject): ScaffoldDraft['section'] {
  const [startX, startY] = listOf(section.start).map(textOf);
  const [endX, endY] = listOf(section.end).map(textOf);
  return {
    startX: startX!,
    startY: startY!,
    endX: endX!,
    endY: endY!,
    startStation: textOf(section.start_station),
    startBank: section.start_bank === 'right' ? 'right' : 'left',
    bed: listOf(section.points).map((entry, index) => {
      const [station, elevation] = listOf(entry).map(textOf);
      return { key: index + 1, station: station!, elevation: elevation! };
    }),
  };
}

function searchOf({ kind, ...search }: JsonObject): ScaffoldDraft['search'] {
  const { search: empty } = emptyDraft;
  if (kind === 'grid') {
    const { spacing, window, rows, ...more } = search;
    return { ...empty, kind, spacing: textOf(spacing), window: textOf(window), rows: textOf(rows), more };
  }
  const { count, stations, length, skew_deg, ...more } = search;
  return {
    ...empty,
    kind: 'lines',
    count: textOf(count),
    stations: listOf(stations).map(textOf).join('; '),
    length: textOf(length),
    skew: textOf(skew_deg),
    more,
  };
}

const textOf = (value: Json | undefined): string =>
  value === null || value === undefined ? '' : String(value);
const objectOf = (value: Json | undefined): JsonObject =>
  isJsonObject(value ?? null) ? (value as JsonObject) : {};
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const pairOf = (value: Json | undefined): Pixel => {
  const [u, v] = listOf(value);
  return [Number(u), Number(v)];
};
