import type { StructureOverrides } from '../../spectrum.js';
import type { ProblemList } from '../problem-list.js';
import { type JcampBlock, textOf } from './records.js';

/** The block to read; null, with the reason added, where the file has none. Says so where it has several. */
export function chooseBlock(
  blocks: readonly JcampBlock[],
  told: StructureOverrides,
  problems: ProblemList,
): JcampBlock | null {
  const withData = blocks.filter(({ records }) => records.has('XYDATA') || records.has('XYPOINTS'));
  if (withData.length === 0) return refuse(blocks, problems);
  const wanted = told.block ?? 1;
  const block = withData[wanted - 1];
  if (block === undefined) {
    problems.error(
      'UNKNOWN_BLOCK',
      `The file has ${withData.length} blocks with data, there is no block ${wanted}.`,
      {
        value: String(wanted),
        expectation: `a number from 1 to ${withData.length}`,
        fix: 'Choose one of the blocks.',
      },
    );
    return null;
  }
  if (withData.length > 1 && told.block === undefined) {
    const titles = withData.map((one, i) => `${i + 1}: ${textOf(one, 'TITLE') ?? 'without title'}`);
    const message = `The file holds ${withData.length} spectra (${titles.slice(0, 6).join('; ')}${titles.length > 6 ? '; …' : ''}); the first was taken.`;
    problems.warning('COMPOUND_FILE', message, { fix: 'Choose another block in the reading settings.' });
  }
  return isOfSpectrum(block, problems) ? block : null;
}

function refuse(blocks: readonly JcampBlock[], problems: ProblemList): null {
  const has = (label: string) => blocks.find(({ records }) => records.has(label))?.records.get(label);
  const expectation = 'a block with ##XYDATA= or ##XYPOINTS=';
  const fix = 'Export the spectrum itself, as XYDATA.';
  const tuples = has('NTUPLES') ?? has('DATATABLE');
  const peaks = has('PEAKTABLE') ?? has('PEAKASSIGNMENTS');
  if (tuples !== undefined) {
    const message = 'The file holds NTUPLES, which this reader does not understand.';
    problems.error('JCAMP_NTUPLES', message, { line: tuples.line, expectation, fix });
  } else if (peaks !== undefined) {
    const message = 'The file holds a table of peaks, no spectrum.';
    problems.error('JCAMP_PEAK_TABLE', message, { line: peaks.line, expectation, fix });
  } else problems.error('JCAMP_NO_DATA', 'The file has no data block.', { expectation, fix });
  return null;
}

function isOfSpectrum(block: JcampBlock, problems: ProblemList): boolean {
  const type = textOf(block, 'DATATYPE');
  if (type === null || !/interferogram|\bnmr\b|\bfid\b|mass|chromatogram|diffract/i.test(type)) return true;
  problems.error('NOT_A_SPECTRUM', `The data type is ${type}, which cannot be compared here.`, {
    line: block.records.get('DATATYPE')?.line,
    value: type,
    expectation: 'an infrared, near infrared, ultraviolet, visible or Raman spectrum',
    fix: 'Give another file.',
  });
  return false;
}
