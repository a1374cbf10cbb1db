import type { ProblemList } from '../problem-list.js';
import { decodeOrdinates, decodePairs, type LineHeads, type OrdinateTable } from './ordinates.js';
import { type JcampBlock, type JcampRecord, numberOf } from './records.js';

/** The points of a block in real units. */
export interface PointTable {
  readonly x: Float64Array;
  /** NaN where the file gives no value. */
  readonly y: Float64Array;
  readonly lines: Int32Array;
  /** In words, for example `AFFN (X++(Y..Y))`. */
  readonly form: string;
  /** What the abscissas rest on. */
  readonly xBecause: string;
}

const none: PointTable = {
  x: new Float64Array(0),
  y: new Float64Array(0),
  lines: new Int32Array(0),
  form: '',
  xBecause: '',
};

/** Decodes the data of a block, applies its factors and holds it to its own checks. */
export function readPoints(block: JcampBlock, problems: ProblemList): PointTable {
  const record = block.records.get('XYDATA') ?? block.records.get('XYPOINTS');
  if (record === undefined) return none;
  // The data may begin behind the form already.
  const form = /^\s*\(.*\)/.exec(record.value)?.[0].replace(/\s/g, '').toUpperCase() ?? '';
  if (/^\(XY\.\.XY\)/.test(form)) return readPairs(block, record, problems);
  if (/^\(X\+\+\(([YR])\.\.\1\)\)/.test(form)) return readSteps(block, record, problems);
  problems.error('JCAMP_UNKNOWN_FORM', `The form of the data is ${JSON.stringify(record.value)}.`, {
    line: record.line,
    value: record.value,
    expectation: '(X++(Y..Y)) or (XY..XY)',
    fix: 'Export the spectrum as XYDATA.',
  });
  return none;
}

function readPairs(block: JcampBlock, record: JcampRecord, problems: ProblemList): PointTable {
  const pairs = decodePairs(record.body, record.line + 1, problems);
  const xFactor = factorOf(block, 'XFACTOR');
  const yFactor = factorOf(block, 'YFACTOR');
  checkCount(block, pairs.x.length, record, problems);
  return {
    x: multiplied(pairs.x, xFactor),
    y: multiplied(pairs.y, yFactor),
    lines: pairs.lines,
    form: '(XY..XY)',
    xBecause: 'Each point has its own abscissa.',
  };
}

function readSteps(block: JcampBlock, record: JcampRecord, problems: ProblemList): PointTable {
  const table = decodeOrdinates(record.body, record.line + 1, problems);
  const yFactor = factorOf(block, 'YFACTOR');
  const y = multiplied(table.ordinates, yFactor);
  checkCount(block, y.length, record, problems);
  const axis = axisOf(block, table);
  if (axis === null) {
    problems.error(
      'JCAMP_NO_AXIS',
      'The abscissas cannot be told: FIRSTX, LASTX and NPOINTS or DELTAX are missing.',
      {
        line: record.line,
        expectation: '##FIRSTX=, ##LASTX= and ##NPOINTS=',
        fix: 'Export the file again.',
      },
    );
    return none;
  }
  const x = new Float64Array(y.length);
  for (let i = 0; i < x.length; i++) x[i] = axis.first + i * axis.step;
  checkHeads(block, table.heads, axis, problems);
  checkFirstY(block, y, problems);
  return {
    x,
    y,
    lines: table.lines,
    form: `${table.forms.join(' and ')} (X++(Y..Y))`,
    xBecause: axis.because,
  };
}

/** In place: what was decoded is needed with its factor alone. */
function multiplied(values: Float64Array, factor: number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
  return values;
}

/** A factor of 0 or none means 1. */
function factorOf(block: JcampBlock, label: string): number {
  return numberOf(block, label) || 1;
}

interface Axis {
  readonly first: number;
  readonly step: number;
  readonly because: string;
}

/** FIRSTX, LASTX and NPOINTS are given with most digits, DELTAX is often rounded. */
function axisOf(block: JcampBlock, table: OrdinateTable): Axis | null {
  const xFactor = factorOf(block, 'XFACTOR');
  const { x: headX, index } = table.heads;
  const first = numberOf(block, 'FIRSTX') ?? (headX[0] ?? Number.NaN) * xFactor;
  if (Number.isNaN(first)) return null;
  const last = numberOf(block, 'LASTX');
  const count = numberOf(block, 'NPOINTS') ?? table.ordinates.length;
  if (count === 1) return { first, step: 0, because: 'The abscissa is FIRSTX.' };
  if (last !== null && count > 1) {
    const because = 'The abscissas are spread evenly from FIRSTX to LASTX over NPOINTS points.';
    return { first, step: (last - first) / (count - 1), because };
  }
  const deltaX = numberOf(block, 'DELTAX');
  if (deltaX) return { first, step: deltaX, because: 'The abscissas go from FIRSTX in steps of DELTAX.' };
  const points = (index.at(-1) ?? 0) - (index[0] ?? 0);
  if (points === 0) return null;
  const step = ((headX.at(-1)! - headX[0]!) * xFactor) / points;
  return { first, step, because: 'The abscissas are spread evenly between those at the line heads.' };
}

function checkCount(block: JcampBlock, count: number, record: JcampRecord, problems: ProblemList): void {
  const declared = numberOf(block, 'NPOINTS');
  if (declared === null || declared === count || count === 0) return;
  problems.warning('JCAMP_NPOINTS', `NPOINTS is ${declared}, but the file has ${count} points.`, {
    line: block.records.get('NPOINTS')?.line ?? record.line,
    value: String(count),
    expectation: `${declared} points`,
    fix: 'The file may be cut short; export it again.',
  });
}

/**
 * The abscissa at the head of a line is checked against its place. Programs count the repeated ordinate of difference
 * tables or not, and round, so one step is allowed.
 */
function checkHeads(block: JcampBlock, heads: LineHeads, axis: Axis, problems: ProblemList): void {
  const xFactor = factorOf(block, 'XFACTOR');
  const rounding = 1e-6 * Math.abs(axis.first);
  const expectedAt = (head: number) => axis.first + heads.index[head]! * axis.step;
  let [wrong, first] = [0, -1];
  for (let head = 0; head < heads.x.length; head++) {
    const distance = Math.abs(heads.x[head]! * xFactor - expectedAt(head));
    if (distance > 1.6 * Math.abs(axis.step) + rounding && wrong++ === 0) first = head;
  }
  if (wrong === 0) return;
  const line = heads.line[first]!;
  const message = `${wrong} ${wrong === 1 ? 'line begins' : 'lines begin'} with another abscissa than their place says; the first is line ${line}.`;
  problems.warning('JCAMP_X_CHECK', message, {
    line,
    value: String(heads.x[first]! * xFactor),
    expectation: `about ${expectedAt(first)}`,
    fix: 'Points may be missing or doubled; export the file again.',
  });
}

function checkFirstY(block: JcampBlock, y: Float64Array, problems: ProblemList): void {
  const declared = numberOf(block, 'FIRSTY');
  const first = y[0];
  if (declared === null || first === undefined || Number.isNaN(first)) return;
  const size = Math.max(Math.abs(declared), Math.abs(first));
  if (Math.abs(first - declared) <= 0.01 * size + Math.abs(factorOf(block, 'YFACTOR'))) return;
  problems.warning('JCAMP_FIRSTY', `FIRSTY is ${declared}, but the first ordinate is ${first}.`, {
    line: block.records.get('FIRSTY')?.line,
    value: String(first),
    expectation: String(declared),
    fix: 'YFACTOR may be wrong; check the values or export the file again.',
  });
}
