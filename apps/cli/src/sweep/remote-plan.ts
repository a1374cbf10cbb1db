/** The plan of a sweep as a server sees it: what is new there, how long it will take on its workers. */
import type { Problem } from '@batchyard/pipelines';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { formatProblems } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';
import { settingText } from './best-table.js';
import { presentEstimate, type ShownEstimate } from './present-estimate.js';
import { type RemoteSweep, uploadDesign } from './remote.js';

interface PlanView {
  readonly cellCount: number;
  readonly newJobs: number;
  readonly reusedJobs: number;
  readonly retriedJobs: number;
  readonly excludedJobs: number;
  readonly mode: { readonly sentence: string };
  readonly reasons: readonly { readonly kind: string; readonly reason: string; readonly jobs: number }[];
  readonly estimate: EstimateView;
  readonly firstCells: readonly CellView[];
  readonly invalidCells: readonly { readonly label: string; readonly problems: readonly Problem[] }[];
  readonly invalidCount: number;
  readonly problems: readonly Problem[];
}

interface EstimateView {
  readonly basis: string;
  readonly sequentialSecondsP50: number | null;
  readonly sequentialSecondsP90: number | null;
  readonly parallelSecondsP50: number | null;
  readonly parallelSecondsP90: number | null;
  readonly speedUp: number | null;
  readonly slots: number;
  readonly inputBytes: number | null;
  readonly memoryBytes: number | null;
  readonly peakMemoryBytesP90: number | null;
  readonly outputBytesP50: number | null;
  readonly outputBytesP90: number | null;
}

interface CellView {
  readonly position: number;
  readonly setting: Readonly<Record<string, unknown>>;
  readonly label: string;
  readonly kind: string;
  readonly reason: string;
  readonly outputName: string;
}

const planFields = `cellCount newJobs reusedJobs retriedJobs excludedJobs mode { sentence }
  reasons { kind reason jobs }
  estimate { basis sequentialSecondsP50 sequentialSecondsP90 parallelSecondsP50 parallelSecondsP90 speedUp slots
    inputBytes memoryBytes peakMemoryBytesP90 outputBytesP50 outputBytesP90 }
  firstCells { position setting label kind reason outputName }
  invalidCells { label ${problemFields} } invalidCount ${problemFields}`;

const shownCells = 10;

/** Uploads the inputs, which planning needs, and prints the plan; no job is started. */
export async function planOnServer(
  client: ServerClient,
  request: RemoteSweep,
  json: boolean,
): Promise<ExitCode> {
  const spec = await uploadDesign(client, request);
  const { projectSlug, options, secondsPerJob, validOnly } = request;
  const { planBatch } = await client.graphql<{ planBatch: PlanView }>(
    `query ($input: StartBatchInput!) { planBatch(input: $input) { ${planFields} } }`,
    { input: { projectSlug, spec, options, secondsPerJob, validOnly } },
  );
  process.stdout.write(
    json ? `${JSON.stringify(planBatch, null, 2)}\n` : `${presentRemotePlan(planBatch)}\n`,
  );
  return canStart(planBatch) ? exitCodes.succeeded : exitCodes.badUsage;
}

const canStart = (plan: PlanView) => !plan.problems.some((problem) => problem.severity === 'error');

function presentRemotePlan(plan: PlanView): string {
  const kinds = `${plan.newJobs} new, ${plan.reusedJobs} reused, ${plan.retriedJobs} retried, ${plan.excludedJobs} excluded`;
  const reasons = plan.reasons.map(({ kind, reason, jobs }) => [kind, String(jobs), reason]);
  const cells = plan.firstCells
    .slice(0, shownCells)
    .map(({ position, setting, kind, outputName }) => [
      String(position + 1),
      settingText(setting),
      kind,
      outputName,
    ]);
  const more = plan.cellCount > cells.length ? `\n… and ${plan.cellCount - cells.length} more` : '';
  const invalid = plan.invalidCells.flatMap((cell) => cell.problems);
  const isAnyComputed = plan.newJobs + plan.retriedJobs > 0;
  const time = [
    plan.mode.sentence,
    ...(isAnyComputed ? [presentEstimate(shownEstimate(plan.estimate))] : []),
  ];
  return [
    `${plan.cellCount} cells: ${kinds}.`,
    ...(reasons.length > 0 ? [renderTable(['kind', 'jobs', 'reason'], reasons)] : []),
    time.join('\n'),
    ...(cells.length > 0 ? [renderTable(['cell', 'setting', 'kind', 'output'], cells) + more] : []),
    ...(plan.problems.length > 0 ? [formatProblems(plan.problems)] : []),
    ...(invalid.length > 0 ? [`${plan.invalidCount} cells cannot run:\n${formatProblems(invalid)}`] : []),
    canStart(plan) ? 'No job was started.' : 'Nothing can be started.',
  ].join('\n\n');
}

function shownEstimate(view: EstimateView): ShownEstimate {
  const quantiles = (p50: number | null, p90: number | null) =>
    p50 === null || p90 === null ? null : { p50, p90 };
  return {
    ...view,
    sequentialSeconds: quantiles(view.sequentialSecondsP50, view.sequentialSecondsP90),
    parallelSeconds: quantiles(view.parallelSecondsP50, view.parallelSecondsP90),
    outputBytes: quantiles(view.outputBytesP50, view.outputBytesP90),
  };
}
