import type {
  Layout,
  PointOrder,
  SpectrumColumn,
  SpectrumStructure,
  StructureDecision,
  StructureOverrides,
} from '../spectrum.js';
import type { ColumnChoice } from './choose-columns.js';
import type { DecodedText } from './decode.js';
import { delimiterName } from './dialect.js';
import type { ChosenUnits } from './guess-all-units.js';
import type { Header } from './header.js';
import { withoutUnit } from './headings.js';
import type { TextLayout } from './lay-out.js';
import type { NumberTable } from './table.js';

/** Everything found out about a delimited text. */
interface Findings {
  readonly decoded: DecodedText;
  readonly layout: Extract<TextLayout, { table: NumberTable }>;
  readonly header: Header;
  readonly choice: ColumnChoice;
  readonly units: ChosenUnits;
  readonly told: StructureOverrides;
}

/** Says how a delimited text is built and what each decision rests on; its confidence is that of the least certain. */
export function describeDelimited(findings: Findings): SpectrumStructure {
  const { decoded, layout, header, units, told } = findings;
  const decisions = decide(findings);
  return {
    format: 'delimited',
    layout: layoutOf(findings),
    encoding: decoded.encoding,
    delimiter: layout.delimiter,
    decimalSign: layout.dialect.decimalSign,
    orientation: layout.orientation,
    linesBeforeData: layout.table.firstLine,
    headerLine: header.line,
    linesAfterData: layout.table.linesAfterData,
    columns: describeColumns(findings),
    xUnit: units.x.unit,
    yUnit: units.ys[0]!.unit,
    order: 'unordered',
    technique: units.technique,
    confidence: Math.min(...decisions.map(({ confidence }) => confidence)),
    decisions,
    foundBy: Object.values(told).some((value) => value !== undefined) ? 'user' : 'rules',
  };
}

function decide({ decoded, layout, header, choice, units }: Findings): StructureDecision[] {
  const { dialect, table } = layout;
  const label = (index: number) => header.names[index] ?? `column ${index + 1}`;
  const yNames = choice.ys.map(({ index }) => label(index));
  const leastSure = units.ys.reduce((a, b) => (b.confidence < a.confidence ? b : a));
  const decision = (
    subject: StructureDecision['subject'],
    choice: string,
    confidence: number,
    because: string,
  ): StructureDecision => ({ subject, choice, confidence, because });
  return [
    decision('format', 'delimited text', 1, 'The file is text and no JCAMP-DX.'),
    decision('encoding', decoded.encoding, decoded.confidence, decoded.because),
    decision(
      'delimiter',
      delimiterName(layout.delimiter ?? dialect.delimiter),
      dialect.delimiterConfidence,
      dialect.delimiterBecause,
    ),
    decision('decimal sign', dialect.decimalSign, dialect.decimalConfidence, dialect.decimalBecause),
    decision('orientation', layout.orientation, 0.95, layout.orientationBecause),
    decision('data lines', `${table.firstLine + 1} to ${table.lastLine + 1}`, ...dataReason(table)),
    decision(
      'header row',
      header.line === null ? 'none' : `line ${header.line}`,
      header.confidence,
      header.because,
    ),
    decision('x column', label(choice.x.index), choice.xConfidence, choice.xBecause),
    decision('y column', yNames.join(', '), choice.yConfidence, choice.yBecause),
    decision('x unit', units.x.unit, units.x.confidence, units.x.because),
    decision('y unit', leastSure.unit, leastSure.confidence, leastSure.because),
  ];
}

function dataReason(table: NumberTable): [number, string] {
  const rows = table.lines.length;
  const confidence = table.rowsElsewhere > 0.2 * rows ? 0.7 : 0.95;
  return [confidence, `They hold the longest run of rows of numbers, ${rows} rows.`];
}

function layoutOf({ layout, header, choice, units }: Findings): Layout {
  if (layout.orientation === 'rows') return 'transposed';
  if (choice.ys.length > 1) return 'multi_column';
  const isNamed = header.line !== null;
  return isNamed || (units.x.confidence >= 0.8 && units.ys[0]!.confidence >= 0.8)
    ? 'standard_spectral'
    : 'instrument_specific';
}

function describeColumns({ layout, header, choice, units }: Findings): SpectrumColumn[] {
  return layout.table.columns.map((_values, index) => {
    const heading = header.names[index] ?? null;
    const name = heading === null ? null : withoutUnit(heading);
    if (index === choice.x.index) return { index, name, role: 'x', unit: units.x.unit };
    const y = choice.ys.findIndex((column) => column.index === index);
    if (y >= 0) return { index, name, role: 'y', unit: units.ys[y]!.unit };
    return { index, name, role: 'ignored', unit: null };
  });
}

/** The way x runs; equal neighbours do not matter. */
export function orderOf(x: Float64Array): PointOrder {
  let rises = false;
  let falls = false;
  for (let i = 1; i < x.length; i++) {
    if (x[i]! > x[i - 1]!) rises = true;
    else if (x[i]! < x[i - 1]!) falls = true;
  }
  return rises && falls ? 'unordered' : falls ? 'descending' : 'ascending';
}
