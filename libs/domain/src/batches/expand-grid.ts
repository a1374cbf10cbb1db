/** The cells of a grid: every combination of axis values, input sets and replicates. */
import type { Problem } from '@batchyard/pipelines';
import { type Axis, isGroup } from '../designs/axes.js';
import { axisLevels } from '../designs/axis-values.js';
import type { DesignSpec } from '../designs/design.js';
import { type JsonObject, withValueAt } from '../designs/paths.js';
import {
  type CellLists,
  type CheckedSet,
  cellKeyOf,
  errorsOfCell,
  inputsText,
  labelOfInputs,
  type ParsedSetting,
  parseSetting,
} from './cell.js';
import type { PlannablePipeline } from './plan.js';

/** An input set with the texts that its cells share. */
interface GridSet extends CheckedSet {
  readonly text: string;
  readonly label: string;
}

/** Cells in the documented order: the first axis slowest, the last fastest, then inputs, then replicates. */
export function expandGrid(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  sets: readonly CheckedSet[],
): CellLists {
  const gridSets = sets.map((set) => ({
    ...set,
    text: inputsText(set.files),
    label: labelOfInputs(set.files, pipeline.inputNames),
  }));
  const cells: CellLists = { jobs: [], invalid: [] };
  let position = 0;
  for (const setting of settingsOf(spec)) {
    const raw = Object.entries(setting).reduce(
      (params, [path, value]) => withValueAt(params, path, value),
      spec.params,
    );
    const parsed = parseSetting(pipeline, raw);
    for (const set of gridSets) {
      for (let replicate = 1; replicate <= spec.replicates; replicate++) {
        addCell(cells, { spec, pipeline, setting, parsed, set, replicate, position });
        position++;
      }
    }
  }
  return cells;
}

interface GridCell {
  readonly spec: DesignSpec;
  readonly pipeline: PlannablePipeline;
  readonly setting: JsonObject;
  readonly parsed: ParsedSetting;
  readonly set: GridSet;
  readonly replicate: number;
  readonly position: number;
}

function addCell({ jobs, invalid }: CellLists, cell: GridCell): void {
  const { spec, pipeline, setting, parsed, set, replicate, position } = cell;
  const label = labelOfCell(setting, set.label, replicate, spec.replicates);
  const problems = errorsOfCell(set, parsed);
  if (problems.length > 0) {
    invalid.push({ position, label, problems });
    return;
  }
  const seed = `${spec.seed}/${replicate}`;
  jobs.push({
    position,
    label,
    cellKey: cellKeyOf(
      {
        pipeline: pipeline.name,
        version: pipeline.version,
        paramsText: parsed.text,
        inputsText: set.text,
        seed,
        replicate,
      },
      pipeline.sha256,
    ),
    settingKey: parsed.key,
    setting,
    params: parsed.params,
    inputs: set.files,
    inputLabel: set.label,
    replicate,
    seed,
  });
}

/** Cartesian product of the axes, last one fastest; one empty setting where there are no axes. */
function settingsOf(spec: Pick<DesignSpec, 'axes'>): JsonObject[] {
  return plainAxes(spec).reduce<JsonObject[]>(
    (settings, axis) =>
      settings.flatMap((setting) =>
        axisLevels(axis).map((value) => ({ ...setting, [axis.parameter]: value })),
      ),
    [{}],
  );
}

/** How many settings the axes make, without making them. */
export function settingCount(spec: Pick<DesignSpec, 'axes'>): number {
  return plainAxes(spec).reduce((product, axis) => product * axisLevels(axis).length, 1);
}

function plainAxes({ axes }: Pick<DesignSpec, 'axes'>): Axis[] {
  return axes.flatMap((entry) => (isGroup(entry) ? [] : [entry]));
}

/** Short, for people: `lambda_rigid=500, walk_01.csv, replicate 2`. */
function labelOfCell(setting: JsonObject, inputLabel: string, replicate: number, replicates: number): string {
  const values = Object.entries(setting).map(
    ([path, value]) =>
      `${path.split('.').at(-1)}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [...values, inputLabel, ...(replicates > 1 ? [`replicate ${replicate}`] : [])].join(', ');
}

/** Axes that cannot stand beside each other. Bad values are found cell by cell. */
export function checkAxes(spec: Pick<DesignSpec, 'axes'>): Problem[] {
  const paths = plainAxes(spec).map((axis) => axis.parameter);
  const doubled = paths.filter((path, index) => paths.indexOf(path) < index);
  return [...new Set(doubled)].map((parameter) => ({
    code: 'DOUBLE_AXIS',
    severity: 'error',
    message: `Two axes vary ${parameter}.`,
    place: { parameter },
    expectation: 'each parameter on one axis only',
    fix: 'Merge the two lists of values into one axis.',
  }));
}
