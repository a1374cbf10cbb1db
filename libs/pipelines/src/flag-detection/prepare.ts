/** Everything about the inputs that can be told before frames are measured. */
import { type Inputs, type Problem, ProblemsError } from '../contract.js';
import { nearestName } from '../parameters/nearest.js';
import type { Detector } from './detectors/detector.js';
import { detectors } from './detectors/registry.js';
import { type MeasureName, measureNames } from './measuring/measures.js';
import type { FlagDetectionParams } from './params.js';
import { checkImages, type FrameFile, framesOfFiles } from './reading/frame-files.js';
import { frameName, parentsOf } from './reading/ids.js';
import { type MeasuredRow, readMeasurements } from './reading/measurements.js';

export interface Prepared {
  readonly frames: readonly FrameFile[];
  readonly rows: readonly MeasuredRow[];
  /** Those chosen, or all that the inputs have the measures for. */
  readonly detectors: readonly Detector[];
  readonly problems: readonly Problem[];
}

/** Reads names and tables and looks at images. Never throws on bad data; every problem at once. */
export async function prepare(inputs: Inputs, params: FlagDetectionParams): Promise<Prepared> {
  const { frames, problems } = framesOfFiles(inputs.frames ?? []);
  const [file] = inputs.table ?? [];
  const table = file === undefined ? { rows: [], problems: [] } : await readMeasurements(file, params.table);
  const found = [...problems, ...(await checkImages(frames)), ...table.problems];
  if ((inputs.frames ?? []).length === 0 && file === undefined) found.push(noData);
  const isReadable = !found.some(({ severity }) => severity === 'error');
  const measured = new Set<MeasureName>(
    frames.length > 0
      ? measureNames
      : table.rows.flatMap(({ values }) => Object.keys(values) as MeasureName[]),
  );
  // Without readable inputs nothing can be said about what they lack.
  if (isReadable) {
    found.push(...missingMeasures(params.detectors, measured));
    found.push(...unknownEntities(params.entities, frames, table.rows));
  }
  const chosen = detectors.filter(({ name, needs }) =>
    params.detectors.length > 0 ? params.detectors.includes(name) : needs.every((need) => measured.has(need)),
  );
  return { frames, rows: table.rows, detectors: chosen, problems: found };
}

/** As `prepare`, for a job. @throws ProblemsError */
export async function prepareOrThrow(inputs: Inputs, params: FlagDetectionParams): Promise<Prepared> {
  const prepared = await prepare(inputs, params);
  if (prepared.problems.some(({ severity }) => severity === 'error'))
    throw new ProblemsError(prepared.problems);
  return prepared;
}

const noData: Problem = {
  code: 'NO_DATA',
  severity: 'error',
  message: 'There is nothing to look at: neither frames nor a table were given.',
  place: { input: 'frames' },
  expectation: 'image files as frames, or a table of measurements as table',
  fix: 'Give the images as frames, or the measurements as table.',
};

function missingMeasures(chosen: readonly string[], measured: ReadonlySet<MeasureName>): Problem[] {
  return detectors
    .filter(({ name }) => chosen.includes(name))
    .flatMap(({ name, needs }): Problem[] => {
      const missing = needs.filter((need) => !measured.has(need));
      if (missing.length === 0) return [];
      return [
        {
          code: 'MISSING_MEASURE',
          severity: 'error',
          message: `Detector ${name} needs ${missing.join(', ')}, which the table does not have.`,
          place: { parameter: 'detectors', input: 'table' },
          value: name,
          expectation: `columns ${missing.join(', ')}, or images as frames`,
          fix: `Add the columns, name them under table, or leave ${name} out.`,
        },
      ];
    });
}

function unknownEntities(
  entities: readonly string[],
  frames: readonly FrameFile[],
  rows: readonly MeasuredRow[],
): Problem[] {
  if (entities.length === 0) return [];
  const known = new Set<string>();
  const names = [
    ...frames.map(({ subject, name }) => ({ subject, name })),
    ...rows.map(({ subject, number }) => ({ subject, name: frameName(subject, number) })),
  ];
  for (const { subject, name } of names) {
    const { video, experiment } = parentsOf(subject);
    for (const id of [name, subject, video, experiment]) if (id !== null) known.add(id);
  }
  return entities.flatMap((id, index): Problem[] => {
    if (known.has(id)) return [];
    const nearest = nearestName(id, known);
    return [
      {
        code: 'UNKNOWN_ENTITY',
        severity: 'error',
        message: `The inputs have no ${id}${nearest ? `; did you mean ${nearest}?` : '.'}`,
        place: { parameter: `entities.${index}` },
        value: id,
        expectation: 'the id of a frame, subject, video or experiment of the inputs',
        fix: nearest ? `Write ${nearest}.` : 'Correct the id, or add its frames to the inputs.',
      },
    ];
  });
}
