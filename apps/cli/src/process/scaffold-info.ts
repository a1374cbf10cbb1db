/** A scaffold for people: method, search, units, cross-section, and what is wrong with it. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { inspectScaffoldFile, type ScaffoldInspection } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';

/** Our own form or an .ivy project. @throws UsageError where the file cannot be read */
export async function inspectFile(file: string): Promise<ScaffoldInspection> {
  try {
    await access(file);
    const named = { path: file, name: path.basename(file) };
    return await inspectScaffoldFile(named, { waterLevel: null, pixels: [] });
  } catch (error) {
    throw new UsageError(`The scaffold ${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** Facts by name, those that cannot be told left out. */
export function scaffoldFacts({
  file,
  method,
  fitError,
  checkError,
}: ScaffoldInspection): Record<string, string> {
  if (file === null) return {};
  const { units, camera, control_points: points, cross_section: section, search } = file;
  const stations = section.points.map(([station]) => station);
  const beds = section.points.map(([, bed]) => bed);
  const range = (values: readonly number[]) => `${Math.min(...values)} to ${Math.max(...values)} ${units}`;
  const error = (of: ScaffoldInspection['fitError']) =>
    of === null ? '' : `${of.rmsPx.toFixed(2)} px, ${of.rmsM.toFixed(3)} m on the ground (root mean square)`;
  const facts = {
    title: file.title,
    units:
      file.display_units === undefined || file.display_units === units
        ? units
        : `${units}, shown in ${file.display_units}`,
    picture: `${camera.width_px} × ${camera.height_px} px${camera.lens === null ? '' : ', lens known'}`,
    'control points': `${points.filter(({ use }) => use === 'fit').length} to fit, ${points.filter(({ use }) => use === 'check').length} to check`,
    rectification: `${method ?? 'none can be fitted'}${file.rectification.method === 'automatic' ? ' (chosen by the control points)' : ''}`,
    'reprojection error': error(fitError),
    'error of check points': error(checkError),
    'ground size of a pixel': `${file.rectification.pixel_size} ${units}`,
    'cross-section': `${section.points.length} points, stations ${range(stations)}, bed ${range(beds)}, from the ${section.start_bank} bank`,
    search: searchText(search, units),
    'frame step': String(file.frame_step),
    alpha: String(file.alpha),
    'greatest speed': `${file.max_speed} ${units}/s`,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, text]) => text !== ''));
}

type SearchFile = NonNullable<ScaffoldInspection['file']>['search'];

/** The kind of search, then whatever else is set. */
function searchText({ kind, ...settings }: SearchFile, units: string): string {
  const parts = Object.entries(settings).flatMap(([name, value]) => {
    if (value === null) return [];
    return [
      `${name} ${Array.isArray(value) ? value.join(', ') : value}${['length', 'spacing', 'window'].includes(name) ? ` ${units}` : ''}`,
    ];
  });
  return [kind, ...parts].join('; ');
}
