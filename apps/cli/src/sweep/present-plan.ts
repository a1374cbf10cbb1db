import {
  axisLevels,
  budgetOf,
  type Estimate,
  estimate,
  expectedOf,
  firstSettingCount,
  isGroup,
  type Json,
  jobsChosenLater,
  parametersOf,
} from '@batchyard/domain';
import { formatProblems } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';
import { settingText } from './best-table.js';
import { presentEstimate } from './present-estimate.js';
import type { SweepPlan } from './read-plan.js';

const shownCells = 10;

/** What a plan of a sweep on this machine rests on. */
export interface PlanCircumstances {
  /** The user's own guess, or null. */
  readonly secondsPerJob: number | null;
  /** Cells computed at once. */
  readonly concurrency: number;
}

/** A command keeps no history, so time is known only from the user's guess or what the pipeline expects. */
function estimateHere({ spec, pipeline, jobs }: SweepPlan, circumstances: PlanCircumstances): Estimate {
  return estimate({
    pipelineTitle: pipeline.name,
    samples: [],
    jobSizes: Array.from(
      { length: jobs.length + jobsChosenLater(spec) },
      (_, index) => jobs[index % jobs.length]?.inputBytes ?? null,
    ),
    slots: circumstances.concurrency,
    secondsPerJob: circumstances.secondsPerJob,
    expected: expectedOf(pipeline, jobs),
  });
}

/** What a sweep would compute, for people. */
export function presentPlan(plan: SweepPlan, circumstances: PlanCircumstances): string {
  const { spec, jobs, problems, objective } = plan;
  if (problems.length > 0) return `${formatProblems(problems)}\n\nNothing can be started.`;
  const isDrawn = spec.kind !== 'grid' && spec.kind !== 'zip';
  const axes = spec.axes.map((entry) => {
    if (isGroup(entry)) return [parametersOf([entry]).join(', '), '', `a group of kind ${entry.kind}`];
    const when = entry.when === undefined ? '' : `, when ${entry.when}`;
    if (isDrawn && entry.values === undefined) {
      return [entry.parameter, '', `${entry.min} to ${entry.max}, ${entry.distribution}${when}`];
    }
    const values = axisLevels(entry);
    return [entry.parameter, String(values.length), `${valuesText(values)}${when}`];
  });
  const cells = jobs
    .slice(0, shownCells)
    .map((job) => [
      String(job.position + 1),
      settingText(job.setting),
      job.metadata?.n_train === undefined ? job.inputLabel : `${job.inputLabel}, fold ${job.metadata.fold}`,
      String(job.replicate),
    ]);
  const more = jobs.length > shownCells ? `\n… and ${jobs.length - shownCells} more` : '';
  return [
    sizeText(plan),
    `Objective: ${objective.direction} ${objective.metric} (${plan.metric.unit}).`,
    ...(axes.length > 0 ? [renderTable(['axis', 'values', ''], axes)] : []),
    renderTable(['cell', 'setting', 'input', 'replicate'], cells) + more,
    presentEstimate(estimateHere(plan, circumstances)),
    'Nothing was started.',
  ].join('\n\n');
}

const shownValues = 12;

function valuesText(values: readonly Json[]): string {
  const texts = values
    .slice(0, shownValues)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return values.length > shownValues ? `${texts.join(', ')}, …` : texts.join(', ');
}

function sizeText({ spec, jobs, excludedByWhere }: SweepPlan): string {
  if (spec.kind === 'list') return `${spec.name}: a list of ${jobs.length} jobs.`;
  const later = jobsChosenLater(spec);
  if (later > 0) {
    const product = `${budgetOf(spec)} settings × ${spec.inputs.length} × ${spec.replicates}`;
    return [
      `${spec.name}: ${jobs.length + later} cells = ${product} (settings × inputs × replicates).`,
      `The first ${firstSettingCount(spec)} settings are below; the others are chosen as results come in.`,
    ].join('\n');
  }
  const perSetting = spec.inputs.length * spec.replicates;
  const settings = (jobs.length + excludedByWhere) / perSetting;
  const product = `${settings} × ${spec.inputs.length} × ${spec.replicates} (settings × inputs × replicates)`;
  const excluded = excludedByWhere === 0 ? '' : `, less ${excludedByWhere} excluded by where`;
  return `${spec.name}: ${jobs.length} cells = ${product}${excluded}.`;
}

/** The same for programs: all cells. */
export function planJson(plan: SweepPlan, circumstances: PlanCircumstances) {
  const { spec, jobs, problems, objective } = plan;
  return {
    estimate: estimateHere(plan, circumstances),
    name: spec.name,
    pipeline: spec.pipeline,
    objective,
    cellCount: jobs.length + jobsChosenLater(spec),
    excludedByWhere: plan.excludedByWhere,
    axes: spec.axes,
    cells: jobs.map(({ position, label, cellKey, setting, inputLabel, replicate, seed, metadata = {} }) => ({
      position,
      label,
      cellKey,
      setting,
      inputLabel,
      replicate,
      seed,
      metadata,
    })),
    problems,
  };
}
