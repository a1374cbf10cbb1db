import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactRole, JobContext } from '../../contract.js';
import type { Comparison } from '../compare.js';
import { structureReport } from '../loading/describe-structure.js';
import type { LoadedSpectrum } from '../loading/load-spectrum.js';
import type { SpectralComparisonParams } from '../params.js';
import { comparedTitle, comparisonTable } from './compared-curves.js';
import { fillTemplate, stemOf } from './file-names.js';
import { valueLabel } from './graph.js';
import { comparisonCsv, peaksCsv, spectrumCsv } from './tables.js';

/** Writes and registers what a job leaves beside its graph. */
export async function saveTables(
  context: JobContext<SpectralComparisonParams>,
  {
    comparison,
    baseline,
    sample,
  }: { comparison: Comparison; baseline: LoadedSpectrum; sample: LoadedSpectrum },
): Promise<void> {
  const write = async (name: string, text: string, title: string, role: ArtifactRole) => {
    await writeFile(path.join(context.outputDir, name), text);
    context.artifact(name, { title, role });
  };
  const compared = `${comparedTitle}${valueLabel(comparison.baseline, context.params)}`;
  await write(comparisonTable, comparisonCsv(comparison), compared, 'data');
  await write('peaks.csv', peaksCsv(comparison), 'Peaks and their shifts', 'result');
  const report = { baseline: reportOf(baseline), sample: reportOf(sample) };
  await write('reading.json', `${JSON.stringify(report, null, 2)}\n`, 'How the files were read', 'report');
  if (!context.params.save_normalized_csvs) return;
  for (const [input, { spectrum }] of Object.entries({ baseline, sample })) {
    const stem = stemOf(spectrum!.provenance.fileName);
    const name = `${fillTemplate('{sample}', { sample: stem, baseline: stem })}_${input}_normalized.csv`;
    await write(name, spectrumCsv(spectrum!), `Normalised ${input}: ${spectrum!.name}`, 'data');
  }
}

function reportOf({ structure, transformations, contentHash, curves, spectrum, problems }: LoadedSpectrum) {
  const file = spectrum?.provenance.fileName ?? null;
  const issues = problems.map(({ code, message }) => ({ code, message }));
  const plan = structureReport(structure, transformations);
  return { file, sha256: contentHash, curves, structure: plan, issues };
}
