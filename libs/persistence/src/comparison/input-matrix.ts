/** Compared by input: on which of them does the choice of the setting matter? */
import {
  type ComparedSetting,
  type Comparison,
  compare,
  disagreementByInput,
  type InputDisagreement,
  type JobState,
  UserError,
} from '@batchyard/domain';
import type { PipelineDefinition } from '../pipelines/pipeline-store.js';
import { type Page, type PageRequest, pageOf } from '../projects/page.js';
import { type ComparedJob, hasResult } from './compared-jobs.js';
import { type ComparedInput, inputsOf, type ReadComparison } from './read-comparison.js';

/** How one setting did on one input. */
export interface InputMatrixCell {
  readonly settingKey: string;
  /** Jobs with a value. */
  readonly n: number;
  readonly mean: number | null;
  /** The newest job with a result, else the newest. */
  readonly jobId: string;
  /** Of that job. */
  readonly state: JobState;
  readonly failed: number;
}

export interface InputMatrixRow extends ComparedInput {
  /** Standard deviation of the settings' means, in the metric's unit; null with fewer than two of them. */
  readonly disagreement: number | null;
  /** Those of the shown settings that have jobs, in their order. */
  readonly cells: readonly InputMatrixCell[];
}

export interface InputMatrixRecord extends Pick<Comparison, 'metric' | 'direction'> {
  readonly definition: PipelineDefinition;
  /** Best first, at most 200. */
  readonly settings: readonly ComparedSetting[];
  readonly totalSettings: number;
  /** Inputs on which the settings differ most come first. */
  readonly page: Page<InputMatrixRow>;
  /** Inputs in all. */
  readonly total: number;
}

/** Columns that a page can show side by side and more. */
const maxSettings = 200;

/** @throws UserError INVALID_CURSOR */
export function inputMatrixOf(
  { definition, options, compared, settings }: ReadComparison,
  { first, after }: PageRequest,
): InputMatrixRecord {
  const comparison = compare(settings, options);
  const columns = comparison.settings.slice(0, maxSettings);
  const found = new Map(disagreementByInput(settings).map((entry) => [entry.input, entry]));
  const inputs = inputsOf(compared).map((input) => ({
    ...input,
    disagreement: found.get(input.key)?.disagreement ?? null,
  }));
  const ordered = inputs.sort(inOrder);
  const start = after == null ? null : decodePlace(after);
  const rest = start === null ? ordered : ordered.filter((input) => inOrder(input, start) > 0);
  const shown = rest.slice(0, first + 1);
  const jobs = groupJobs(compared.jobs, new Set(shown.map(({ key }) => key)));
  const rows = shown.map((input) => ({
    ...input,
    cells: cellsOf(columns, jobs.get(input.key) ?? new Map(), found.get(input.key)),
  }));
  return {
    metric: comparison.metric,
    direction: comparison.direction,
    definition,
    settings: columns,
    totalSettings: comparison.settings.length,
    page: { ...pageOf(rows, first, () => []), cursors: rows.slice(0, first).map(encodePlace) },
    total: ordered.length,
  };
}

/** What the order of inputs goes by, and so what a cursor holds. */
interface Place {
  readonly key: string;
  readonly disagreement: number | null;
}

/** Most disagreement first, inputs without any last; ties by digest. */
function inOrder(a: Place, b: Place): number {
  const byDisagreement = (b.disagreement ?? -1) - (a.disagreement ?? -1);
  if (byDisagreement !== 0) return byDisagreement;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

const encodePlace = ({ key, disagreement }: Place) =>
  Buffer.from(JSON.stringify([disagreement, key])).toString('base64url');

function decodePlace(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, disagreement, key] = /^\[(null|[\d.e+-]+),"([0-9a-f]+)"\]$/.exec(text) ?? [];
  const number = disagreement === 'null' ? null : Number(disagreement);
  if (key !== undefined && !Number.isNaN(number)) return { key, disagreement: number };
  throw new UserError(
    'INVALID_CURSOR',
    'The page cursor is not one that this server gave out. Read from the first page.',
  );
}

/** By input, then setting; of the inputs wanted. */
function groupJobs(
  jobs: readonly ComparedJob[],
  inputs: ReadonlySet<string>,
): Map<string, Map<string, ComparedJob[]>> {
  const groups = new Map<string, Map<string, ComparedJob[]>>();
  for (const job of jobs) {
    if (!inputs.has(job.input)) continue;
    const bySetting = groups.get(job.input) ?? new Map<string, ComparedJob[]>();
    groups.set(job.input, bySetting);
    const group = bySetting.get(job.settingKey);
    if (group === undefined) bySetting.set(job.settingKey, [job]);
    else group.push(job);
  }
  return groups;
}

const failedStates: readonly JobState[] = ['failed', 'timed_out', 'out_of_memory'];

function cellsOf(
  settings: readonly ComparedSetting[],
  jobs: ReadonlyMap<string, readonly ComparedJob[]>,
  found: InputDisagreement | undefined,
): InputMatrixCell[] {
  const values = new Map(found?.cells.map((cell) => [cell.settingKey, cell]));
  return settings.flatMap(({ settingKey }): InputMatrixCell[] => {
    const own = jobs.get(settingKey) ?? [];
    const newest = own.findLast(hasResult) ?? own.at(-1);
    if (newest === undefined) return [];
    const { n, mean } = values.get(settingKey) ?? { n: 0, mean: null };
    const failed = own.filter(({ state }) => failedStates.includes(state)).length;
    return [{ settingKey, n, mean, jobId: newest.jobId, state: newest.state, failed }];
  });
}
