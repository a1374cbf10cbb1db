import type { RawSpectrum, SpectrumReading, SpectrumStructure, StructureOverrides } from '../../spectrum.js';
import type { DecodedText } from '../decode.js';
import { orderOf } from '../describe-delimited.js';
import { techniqueOf } from '../guess-all-units.js';
import type { LargeText } from '../large-text.js';
import type { ProblemList } from '../problem-list.js';
import { isRaman, type JcampAxes, readAxes } from './axes.js';
import { chooseBlock } from './choose-block.js';
import { type PointTable, readPoints } from './points.js';
import { type JcampBlock, readBlocks, textOf } from './records.js';

/** Reads a spectrum from a JCAMP-DX text. Adds everything wrong to `problems`; never throws on user data. */
export function readJcamp(
  decoded: LargeText,
  fileName: string,
  told: StructureOverrides,
  problems: ProblemList,
): Omit<SpectrumReading, 'problems'> {
  const nothing = { spectrum: null, structure: null };
  const block = chooseBlock(readBlocks(decoded.lines), told, problems);
  if (block === null) return nothing;
  const points = readPoints(block, problems);
  const axes = readAxes(block, points.y, told, problems);
  if (!block.isClosed) {
    problems.warning('JCAMP_NO_END', 'The file ends without ##END=; its last points may be missing.');
  }
  if (points.x.length < 2 && !problems.hasErrors) {
    problems.error(
      'TOO_FEW_POINTS',
      `The file has ${points.x.length} ${points.x.length === 1 ? 'point' : 'points'}.`,
      {
        expectation: 'at least 2 points',
        fix: 'Export the whole spectrum.',
      },
    );
  }
  if (axes === null || problems.hasErrors) return nothing;
  const structure = describe(decoded, block, points, axes, told);
  const { x, y, lines } = points;
  const name = fileName.replace(/\.[^.]*$/, '');
  const curves = [{ name: textOf(block, 'TITLE'), unit: axes.yUnit, y }];
  const spectrum: RawSpectrum = { name, fileName, x, lines, curves, structure };
  return { spectrum, structure };
}

function describe(
  decoded: DecodedText,
  block: JcampBlock,
  points: PointTable,
  axes: JcampAxes,
  told: StructureOverrides,
): SpectrumStructure {
  const { x, lines, form, xBecause } = points;
  const { encoding, confidence, because } = decoded;
  const format = `JCAMP-DX ${textOf(block, 'JCAMPDX') ?? ''}`.trim();
  let min = x[0]!;
  let max = x[0]!;
  for (const value of x) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const decisions: SpectrumStructure['decisions'] = [
    {
      subject: 'format',
      choice: format,
      confidence: 1,
      because: `The first line is a label; the data are ${form}.`,
    },
    { subject: 'encoding', choice: encoding, confidence, because },
    { subject: 'data lines', choice: `${lines[0]} to ${lines.at(-1)}`, confidence: 1, because: xBecause },
    { subject: 'x unit', choice: axes.xUnit, confidence: axes.xConfidence, because: axes.xBecause },
    { subject: 'y unit', choice: axes.yUnit, confidence: axes.yConfidence, because: axes.yBecause },
  ];
  return {
    format: 'jcamp-dx',
    layout: 'standard_spectral',
    encoding,
    delimiter: null,
    decimalSign: '.',
    orientation: 'columns',
    linesBeforeData: (lines[0] ?? 1) - 1,
    headerLine: null,
    linesAfterData: 0,
    columns: [
      { index: 0, name: null, role: 'x', unit: axes.xUnit },
      { index: 1, name: textOf(block, 'TITLE'), role: 'y', unit: axes.yUnit },
    ],
    xUnit: axes.xUnit,
    yUnit: axes.yUnit,
    order: orderOf(x),
    technique: techniqueOf(isRaman(block), axes.xUnit, axes.yUnit, min, max),
    confidence: Math.min(...decisions.map((decision) => decision.confidence)),
    decisions,
    foundBy: Object.values(told).some((value) => value !== undefined) ? 'user' : 'rules',
  };
}
