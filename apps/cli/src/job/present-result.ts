import type { JobResult, Pipeline } from '@batchyard/pipelines';
import { VALIDATE_STAGE } from '@batchyard/pipelines';
import type { UsageError } from '../exit-codes.js';
import { formatDuration, formatNumber, formatProblems } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';

/** A finished job for people: outcome, metrics with units, artifacts, warnings, and why it failed. */
export function presentResult(pipeline: Pipeline, result: JobResult, outputDir: string): string {
  const totalMs = result.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
  const blocks = [`${pipeline.title}: ${result.state} in ${formatDuration(totalMs)}.`];
  const { error } = result;
  if (error) {
    blocks.push(`Stage ${error.stage}: ${error.message}`);
    if (error.problems.length > 0) blocks.push(formatProblems(error.problems));
  }
  const metrics = pipeline.metrics.flatMap((spec) => {
    const value = result.metrics[spec.name];
    return value === undefined
      ? []
      : [[spec.name, formatNumber(value), spec.unit === '1' ? '' : spec.unit, spec.title]];
  });
  if (metrics.length > 0) blocks.push(renderTable(['metric', 'value', 'unit', 'meaning'], metrics));
  const stages = result.stages.map((stage) => [stage.name, stage.state, formatDuration(stage.durationMs)]);
  if (stages.length > 0) blocks.push(renderTable(['stage', 'state', 'time'], stages));
  const artifacts = result.artifacts.map((artifact) => [
    artifact.path,
    artifact.title,
    formatSize(artifact.sizeBytes),
  ]);
  if (artifacts.length > 0) blocks.push(renderTable(['artifact', 'title', 'size'], artifacts));
  if (result.warnings.length > 0)
    blocks.push(result.warnings.map((warning) => `warning: ${warning}`).join('\n'));
  blocks.push(`Everything is in ${outputDir}.`);
  return blocks.join('\n\n');
}

function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  if (sizeBytes < 1e6) return `${(sizeBytes / 1000).toFixed(1)} kB`;
  return `${(sizeBytes / 1e6).toFixed(1)} MB`;
}

/** A job that was refused before it began, in the shape of a result. */
export function refusedResult(error: UsageError): JobResult {
  return {
    state: 'failed',
    metrics: {},
    stages: [],
    artifacts: [],
    warnings: [],
    error: { stage: VALIDATE_STAGE, message: error.message, problems: error.problems },
  };
}
