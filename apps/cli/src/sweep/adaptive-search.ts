/** An adaptive design on this machine: settings are chosen as cells end, and kept so that a sweep can be gone on with. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  adaptiveOptionsOf,
  budgetOf,
  type JsonObject,
  type PlannedJob,
  planJobs,
  proposeSettings,
  type SettingObservation,
  searchSpaceOf,
  withSettings,
} from '@batchyard/domain';
import { type JobResult, plannable } from '@batchyard/pipelines';
import { writeJson } from '../job/output-folder.js';
import type { CellSource } from './compute-cells.js';
import type { SweepPlan } from './read-plan.js';
import type { CellResults } from './summarize.js';

/** Settings in the order in which they were chosen. */
const settingsFileName = 'settings.json';

export interface AdaptiveSearch extends CellSource {
  /** To be told of every cell that ended, in whatever state. */
  onFinished(job: PlannedJob, result: JobResult): void;
  /** Ends the search: whoever waits for a cell gets none. */
  close(): void;
  /** Every cell of the settings chosen so far. */
  jobs(): readonly PlannedJob[];
  /** Why fewer settings were chosen than the budget allows; null: they were not. */
  exhausted(): string | null;
}

/** The cells to begin with: of the settings that the folder knows from before, else of the design's first ones. */
export function knownCells(plan: SweepPlan, outputDir: string): readonly PlannedJob[] {
  const file = path.join(outputDir, settingsFileName);
  if (!existsSync(file)) return plan.jobs;
  const space = searchSpaceOf(plan.spec, plannable(plan.pipeline));
  const before = JSON.parse(readFileSync(file, 'utf8')) as readonly JsonObject[];
  // Of a design that was changed meanwhile, what it still allows.
  const allowed = before.filter((setting) => space.resolve(setting) !== null);
  const kept = allowed.slice(0, budgetOf(plan.spec));
  return kept.length === 0 ? plan.jobs : cellsOfSettings(plan, kept, 0);
}

function cellsOfSettings(
  { spec, pipeline, inputs }: SweepPlan,
  settings: readonly JsonObject[],
  offset: number,
): readonly PlannedJob[] {
  const { jobs } = planJobs(withSettings(spec, settings), plannable(pipeline), inputs);
  return jobs.map((job) => ({ ...job, position: job.position + offset }));
}

/** @param reused results of known cells that are there already */
export function searchHere(
  plan: SweepPlan,
  outputDir: string,
  known: readonly PlannedJob[],
  reused: CellResults,
): AdaptiveSearch {
  const results = new Map<string, JobResult>(reused);
  const chosen = settingsOfCells(known);
  const queue = known.filter((job) => !reused.has(job.cellKey));
  const file = path.join(outputDir, settingsFileName);
  writeJson(file, settingsIn(chosen));
  const waiting: (() => void)[] = [];
  const wakeAll = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  let isClosed = false;
  let exhausted: string | null = null;

  const chooseOne = () => {
    const answer = proposeNext(plan, chosen, results);
    exhausted = answer.exhausted;
    for (const next of answer.settings) {
      const jobs = cellsOfSettings(plan, [next.setting], chosen.flatMap((setting) => setting.jobs).length);
      chosen.push({ ...next, jobs });
      queue.push(...jobs);
    }
    writeJson(file, settingsIn(chosen));
  };
  return {
    async next() {
      for (;;) {
        const job = isClosed ? undefined : queue.shift();
        if (job !== undefined) return job;
        if (isClosed || exhausted !== null || chosen.length >= budgetOf(plan.spec)) return null;
        if (openSettings(chosen, results).length < adaptiveOptionsOf(plan.spec).parallel) chooseOne();
        else await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    onFinished(job, result) {
      results.set(job.cellKey, result);
      wakeAll();
    },
    close() {
      isClosed = true;
      wakeAll();
    },
    jobs: () => chosen.flatMap(({ jobs }) => jobs),
    exhausted: () => exhausted,
  };
}

interface ChosenSetting {
  readonly key: string;
  readonly setting: JsonObject;
  readonly jobs: readonly PlannedJob[];
}

type Results = ReadonlyMap<string, JobResult>;

function settingsOfCells(jobs: readonly PlannedJob[]): ChosenSetting[] {
  const keys = [...new Set(jobs.map((job) => job.settingKey))];
  return keys.map((key) => {
    const own = jobs.filter((job) => job.settingKey === key);
    return { key, setting: own[0]?.setting ?? {}, jobs: own };
  });
}

const settingsIn = (chosen: readonly ChosenSetting[]) => chosen.map(({ setting }) => setting);

/** Settings with cells that have not ended. */
function openSettings(chosen: readonly ChosenSetting[], results: Results): ChosenSetting[] {
  return chosen.filter(({ jobs }) => jobs.some((job) => !results.has(job.cellKey)));
}

function proposeNext(
  { spec, pipeline, objective }: SweepPlan,
  chosen: readonly ChosenSetting[],
  results: Results,
) {
  const pending = openSettings(chosen, results);
  const observations = chosen
    .filter((setting) => !pending.includes(setting))
    .map((setting) => observe(setting, results, objective.metric));
  const space = searchSpaceOf(spec, plannable(pipeline));
  return proposeSettings(spec, space, { observations, pending, objective }, 1);
}

function observe(
  { key, setting, jobs }: ChosenSetting,
  results: Results,
  metric: string,
): SettingObservation {
  const values = jobs.flatMap((job) => {
    const result = results.get(job.cellKey);
    return result?.state === 'succeeded' ? (result.metrics[metric] ?? []) : [];
  });
  return { key, setting, values, failed: jobs.length - values.length };
}
