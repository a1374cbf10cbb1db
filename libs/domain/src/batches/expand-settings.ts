/** The cells of a design with axes: every setting with every input set and replicate. */
import type { Problem } from '@batchyard/pipelines';
import { isExcluded, valueOfWhere } from '../designs/count-cells.js';
import type { DesignSpec } from '../designs/design.js';
import { type JsonObject, withValueAt } from '../designs/paths.js';
import { type Setting, type SettingSpace, settingSpace, unknownNames } from '../designs/settings.js';
import { cellKeyOf, errorsOfCell, inputsText, type ParsedSetting, parseSetting } from './cell.js';
import type { CellSet } from './fold-sets.js';
import type { InvalidCell, PlannablePipeline, PlannedJob } from './plan.js';

/** Cells while they are added. */
export interface GrowingCells {
  readonly jobs: PlannedJob[];
  readonly invalid: InvalidCell[];
  excludedByWhere: number;
}

/** An input set with the text that its cells share. */
interface TextedSet extends CellSet {
  readonly text: string;
}

/** Base parameters with the pipeline's defaults, as far as they can be read. */
export function completeBase(spec: Pick<DesignSpec, 'params'>, pipeline: PlannablePipeline): JsonObject {
  const parsed = pipeline.parse(spec.params);
  return 'params' in parsed ? parsed.params : spec.params;
}

/** What is wrong with axes and conditions as a whole. */
export function settingProblems(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  sets: readonly CellSet[],
): readonly Problem[] {
  const base = completeBase(spec, pipeline);
  const space = settingSpace(spec, base);
  if (space.problems.length > 0) return space.problems;
  const unknown = unknownNames(spec, base, pipeline.nearest);
  return unknown.length > 0 ? unknown : undecided(space, sets);
}

/** `where` is tried on the first cell, so that one that cannot decide is not taken for one that excludes nothing. */
function undecided({ where, settings, base }: SettingSpace, sets: readonly CellSet[]): Problem[] {
  const first = settings().next().value;
  if (where === null || !first) return [];
  const value = valueOfWhere(where, first, base, sets[0]?.label ?? '', 1);
  if (typeof value === 'boolean') return [];
  const found = value === undefined ? 'nothing' : JSON.stringify(value);
  return [
    {
      code: 'UNDECIDED_WHERE',
      severity: 'error',
      message: `where gives ${found} for the first cell, neither true nor false.`,
      place: { parameter: 'where' },
      value: where.text,
      expectation: 'a condition, with numbers compared to numbers and texts to texts',
      fix: "Compare values of one kind; texts stand in quotes: 'huber'.",
    },
  ];
}

/**
 * Adds the cells in the documented order: the first axis slowest, the last fastest, then inputs, then replicates.
 * Positions count the excluded cells. Yields after each setting.
 */
export function* expandSettings(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  sets: readonly CellSet[],
  cells: GrowingCells,
): Generator<undefined, void> {
  const texted = sets.map((set) => ({ ...set, text: inputsText(set.files) }));
  const space = settingSpace(spec, completeBase(spec, pipeline));
  let position = 0;
  for (const setting of space.settings()) {
    if (setting === null) continue;
    let shared: SharedSetting | null = null;
    for (const set of texted) {
      for (let replicate = 1; replicate <= spec.replicates; replicate++) {
        const isOut =
          space.where !== null && isExcluded(space.where, setting, space.base, set.label, replicate);
        if (isOut) cells.excludedByWhere++;
        else {
          shared ??= shareSetting(spec, pipeline, setting);
          addCell(cells, { spec, pipeline, ...shared, set, replicate, position });
        }
        position++;
      }
    }
    yield;
  }
}

/** What all cells of a setting have in common. */
interface SharedSetting {
  readonly setting: JsonObject;
  readonly parsed: ParsedSetting;
}

function shareSetting(spec: DesignSpec, pipeline: PlannablePipeline, values: Setting): SharedSetting {
  let raw = spec.params;
  for (const [path, value] of values) raw = withValueAt(raw, path, value);
  return { setting: Object.fromEntries(values), parsed: parseSetting(pipeline, raw) };
}

interface Cell extends SharedSetting {
  readonly spec: DesignSpec;
  readonly pipeline: PlannablePipeline;
  readonly set: TextedSet;
  readonly replicate: number;
  readonly position: number;
}

function addCell({ jobs, invalid }: GrowingCells, cell: Cell): void {
  const { spec, pipeline, setting, parsed, set, replicate, position } = cell;
  const label = labelOfCell(setting, set, replicate, spec.replicates);
  const problems = errorsOfCell(set, parsed);
  if (problems.length > 0) {
    invalid.push({ position, label, problems });
    return;
  }
  const seed = `${spec.seed}/${replicate}`;
  const { name, version } = pipeline;
  const texts = { paramsText: parsed.text, inputsText: set.text };
  jobs.push({
    position,
    label,
    cellKey: cellKeyOf({ pipeline: name, version, ...texts, seed, replicate }, pipeline.sha256),
    settingKey: parsed.key,
    setting,
    params: parsed.params,
    inputs: set.files,
    inputLabel: set.label,
    replicate,
    seed,
    ...(Object.keys(set.metadata).length > 0 && { metadata: set.metadata }),
  });
}

/** Short, for people: `lambda_rigid=500, walk_01.csv, fold 1/3, replicate 2`. */
function labelOfCell(setting: JsonObject, set: CellSet, replicate: number, replicates: number): string {
  const values = Object.entries(setting).map(
    ([path, value]) =>
      `${path.split('.').at(-1)}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const parts = [...values, set.label, set.fold, replicates > 1 ? `replicate ${replicate}` : ''];
  return parts.filter((part) => part !== '').join(', ');
}
