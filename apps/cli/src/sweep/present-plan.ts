import { formatProblems } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';
import type { SweepPlan } from './read-plan.js';
import { settingText } from './summarize.js';

const shownCells = 10;

/** What a sweep would compute, for people. */
export function presentPlan(plan: SweepPlan): string {
  const { spec, jobs, problems, objective } = plan;
  if (problems.length > 0) return `${formatProblems(problems)}\n\nNothing can be started.`;
  const axes = spec.axes.map((axis) => [
    axis.parameter,
    String(axis.values.length),
    axis.values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', '),
  ]);
  const factors = [...spec.axes.map((axis) => axis.values.length), spec.inputs.length, spec.replicates];
  const cells = jobs
    .slice(0, shownCells)
    .map((job) => [
      String(job.position + 1),
      settingText(job.setting),
      job.inputLabel,
      String(job.replicate),
    ]);
  const more = jobs.length > shownCells ? `\n… and ${jobs.length - shownCells} more` : '';
  return [
    `${spec.name}: ${jobs.length} cells = ${factors.join(' × ')} (axes, inputs, replicates).`,
    `Objective: ${objective.direction} ${objective.metric} (${plan.metric.unit}).`,
    ...(axes.length > 0 ? [renderTable(['axis', 'values', ''], axes)] : []),
    renderTable(['cell', 'setting', 'input', 'replicate'], cells) + more,
    'Nothing was started.',
  ].join('\n\n');
}

/** The same for programs: all cells. */
export function planJson({ spec, jobs, problems, objective }: SweepPlan) {
  return {
    name: spec.name,
    pipeline: spec.pipeline,
    objective,
    cellCount: jobs.length,
    axes: spec.axes,
    cells: jobs.map(({ position, label, cellKey, setting, inputLabel, replicate, seed }) => ({
      position,
      label,
      cellKey,
      setting,
      inputLabel,
      replicate,
      seed,
    })),
    problems,
  };
}
