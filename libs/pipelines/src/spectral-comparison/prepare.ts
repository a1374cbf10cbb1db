import type { CheckMeans, FileDescription, InputFile, Inputs, Problem } from '../contract.js';
import { comparisonProblems } from './compare.js';
import { describeStructure, presentDecision } from './loading/describe-structure.js';
import { type LoadedSpectrum, loadSpectrum } from './loading/load-spectrum.js';
import { isDoubtful } from './model/doubt.js';
import { type SpectralComparisonParams, spectralComparisonParams } from './params.js';

/**
 * Every problem of a job at once: of both files, and of comparing them. Never throws on bad data. Where a model may be
 * asked, a file that the rules cannot read or are unsure of is left to the job, with a warning.
 */
export async function checkComparison(
  inputs: Inputs,
  params: SpectralComparisonParams,
  means: CheckMeans,
): Promise<Problem[]> {
  const [baselineFile, sampleFile] = [inputs.baseline?.[0], inputs.sample?.[0]];
  const [baseline, sample] = await Promise.all([
    baselineFile ? loadSpectrum(baselineFile, 'baseline', params) : null,
    sampleFile ? loadSpectrum(sampleFile, 'sample', params) : null,
  ]);
  const loaded = [baseline, sample].filter((one) => one !== null);
  const mayAsk = means.canAskModel && params.reading.use_model;
  const problems = loaded.flatMap((one) =>
    mayAsk && isDoubtful(one) ? one.problems.map(asWarning) : one.problems,
  );
  if (baseline === null || sample === null) return problems;
  const ofPair = pairProblems(baseline, sample, params);
  return [...problems, ...(mayAsk && loaded.some(isDoubtful) ? ofPair.map(asWarning) : ofPair)];
}

const willAsk = 'The language model will be asked when the job runs.';

/** An error that another structure of the file may be without. */
function asWarning(problem: Problem): Problem {
  if (problem.severity !== 'error') return problem;
  const message = `By the rules alone: ${problem.message} ${willAsk}`;
  return { ...problem, severity: 'warning', message };
}

/** How a file is read with nothing set, or why it cannot be. */
export async function describeFile(file: InputFile, { canAskModel }: CheckMeans): Promise<FileDescription> {
  const params = spectralComparisonParams.parse({});
  const loaded = await loadSpectrum(file, 'sample', params);
  const outlook = canAskModel && isDoubtful(loaded) ? ` ${willAsk}` : '';
  return {
    text: `${presentFile(loaded)}${outlook}`,
    decisions: loaded.structure?.decisions.map(presentDecision) ?? [],
    changes: loaded.transformations.map(({ description }) => description),
    problems: loaded.problems,
  };
}

function presentFile({ structure, spectrum, problems }: LoadedSpectrum): string {
  if (spectrum === null || structure === null) {
    return problems.find(({ severity }) => severity === 'error')?.message ?? 'This file cannot be read.';
  }
  return `${spectrum.wavenumbers.length} points; ${describeStructure(structure)}`;
}

/** Of two files that were read. */
export function pairProblems(
  baseline: LoadedSpectrum,
  sample: LoadedSpectrum,
  params: SpectralComparisonParams,
): Problem[] {
  if (baseline.spectrum === null || sample.spectrum === null) return [];
  const problems = comparisonProblems(baseline.spectrum, sample.spectrum, params);
  const columns = [params.reading.baseline_column, params.reading.sample_column];
  if (baseline.contentHash !== sample.contentHash || columns[0] !== columns[1]) return problems;
  const file = sample.spectrum.provenance.fileName;
  return [
    ...problems,
    {
      code: 'SAMPLE_IS_BASELINE',
      severity: 'warning',
      message: `${file} has the same contents as the baseline: they are compared with themselves.`,
      place: { input: 'sample', file },
      fix: 'Leave this sample out, unless it is meant as a control.',
    },
  ];
}
