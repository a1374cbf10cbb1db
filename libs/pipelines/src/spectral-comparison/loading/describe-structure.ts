import type { FileDecision } from '../../contract.js';
import { unitText } from '../reading/unit-texts.js';
import type { SpectrumStructure, Transformation } from '../spectrum.js';

const delimiterTexts: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  whitespace: 'spaces',
};

/** How a file was read, in one sentence for people. */
export function describeStructure(structure: SpectrumStructure): string {
  const { format, delimiter, decimalSign, encoding, xUnit, yUnit, order, linesBeforeData } = structure;
  const layout =
    format === 'jcamp-dx'
      ? 'JCAMP-DX'
      : `delimited by ${delimiterTexts[delimiter ?? ''] ?? 'nothing'}, decimal ${decimalSign === ',' ? 'comma' : 'point'}, ${encoding}`;
  const before = linesBeforeData === 1 ? '1 line' : `${linesBeforeData} lines`;
  const percent = Math.round(structure.confidence * 100);
  return `${layout}; ${before} before the data; x in ${unitText(xUnit)}, ${order}; y in ${unitText(yUnit)}; ${percent} % sure.`;
}

const signTexts: Readonly<Record<string, string>> = { '.': 'point', ',': 'comma' };

/** A decision with units as people write them, and signs in words. */
export function presentDecision(decision: FileDecision): FileDecision {
  const { subject, choice } = decision;
  const sign = subject === 'decimal sign' ? signTexts[choice] : undefined;
  return { ...decision, choice: sign ?? unitText(choice) };
}

/** Everything decided about a file and done to its values, as JSON for the report of a job. */
export function structureReport(structure: SpectrumStructure | null, changes: readonly Transformation[]) {
  if (structure === null) return null;
  const score = Math.round(structure.confidence * 100);
  const level = score >= 90 ? 'high' : score >= 70 ? 'medium' : 'low';
  return { ...structure, score, level, transformations: changes };
}
