import type { Problem } from '@batchyard/pipelines';
import type { BatchOptions } from '../batches/options.js';

/** Options that ask for what is unknown while settings are still to be chosen; none where nothing is wrong. */
export function adaptiveProblems({
  chunks,
  outputName,
}: Pick<BatchOptions, 'chunks' | 'outputName'>): Problem[] {
  const problems: Problem[] = [];
  if (chunks > 1) {
    problems.push({
      code: 'ADAPTIVE_CHUNKS',
      severity: 'error',
      message: 'Jobs of an adaptive design cannot be split into chunks: their settings are not known yet.',
      place: { parameter: 'options.chunks' },
      value: String(chunks),
      expectation: '1',
      fix: 'Set chunks to 1.',
    });
  }
  if (!/\{\s*position\s*\}/.test(outputName)) {
    problems.push({
      code: 'ADAPTIVE_OUTPUT_NAME',
      severity: 'error',
      message:
        'Output names of an adaptive design need {position}: other jobs are not known yet to tell them apart.',
      place: { parameter: 'options.outputName' },
      value: outputName,
      expectation: 'a name with {position}',
      fix: `Write ${outputName}_{position}.`,
    });
  }
  return problems;
}
