/**
 * The ordinate tables of JCAMP-DX (R. S. McDonald, P. A. Wilks, Appl. Spectrosc. 42, 151, 1988): plain numbers (AFFN),
 * signs as dividers (PAC), squeezed first digits (SQZ), differences (DIF) and repetitions (DUP).
 */
import { NumberList } from '../number-list.js';
import { excerpt, type ProblemList } from '../problem-list.js';

export type OrdinateForm = 'AFFN' | 'PAC' | 'SQZ' | 'DIF' | 'DUP';

/** An (X++(Y..Y)) table, before the factors are applied. */
export interface OrdinateTable {
  /** NaN where the table has `?`. */
  readonly ordinates: Float64Array;
  /** Line of each ordinate, from 1. */
  readonly lines: Int32Array;
  /** The abscissas at the heads of the lines that have ordinates. */
  readonly heads: LineHeads;
  readonly forms: readonly OrdinateForm[];
}

/** What stands at the head of each line, in three arrays of the same length. */
export interface LineHeads {
  /** Not yet multiplied by XFACTOR. */
  readonly x: Float64Array;
  /** Index of the ordinate that it belongs to. */
  readonly index: Float64Array;
  /** From 1. */
  readonly line: Float64Array;
}

/** Of a table in words: `DIF`, `DUP` and so on decide how its characters read. */
interface TableState {
  readonly ordinates: NumberList;
  readonly lines: NumberList;
  readonly heads: { readonly [field in keyof LineHeads]: NumberList };
  readonly forms: Set<OrdinateForm>;
  /** Whether the line before ended in differences, so that the next one begins with a repetition to check. */
  endsInDifference: boolean;
}

/** More would not fit in a job's memory; a few damaged characters can say that a value repeats as often. */
const mostOrdinates = 20_000_000;

/** Differences from the value checked against may be off by rounding of the writing program. */
const yCheckTolerance = 1;

/** Decodes the lines below `##XYDATA=(X++(Y..Y))`. `firstLine` is the number of the first of them, from 1. */
export function decodeOrdinates(
  body: Iterable<string>,
  firstLine: number,
  problems: ProblemList,
): OrdinateTable {
  const compressed = isCompressed(body);
  const state: TableState = {
    ordinates: new NumberList(),
    lines: new NumberList(),
    heads: { x: new NumberList(), index: new NumberList(), line: new NumberList() },
    forms: new Set(),
    endsInDifference: false,
  };
  let line = firstLine;
  for (const text of body) {
    if (text.trim() !== '') decodeLine(text, line, compressed, state, problems);
    if (state.ordinates.length > mostOrdinates) {
      tooManyPoints(line, problems);
      break;
    }
    line++;
  }
  if (state.forms.size === 0) state.forms.add('AFFN');
  const { x, index, line: headLine } = state.heads;
  return {
    ordinates: state.ordinates.toArray(),
    lines: Int32Array.from(state.lines.toArray()),
    heads: { x: x.toArray(), index: index.toArray(), line: headLine.toArray() },
    forms: [...state.forms],
  };
}

function isCompressed(body: Iterable<string>): boolean {
  for (const line of body) if (/[@%A-DF-Za-df-s]/.test(line)) return true;
  return false;
}

function tooManyPoints(line: number, problems: ProblemList): void {
  const message = `The file has more than ${mostOrdinates} points; line ${line} was the last that was read.`;
  const fix = 'Export one spectrum to a file.';
  problems.error('TOO_MANY_POINTS', message, { line, expectation: `at most ${mostOrdinates} points`, fix });
}

const plainNumber = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\?/g;
// In squeezed tables E is a digit; only with a sign behind it is it an exponent.
const compressedToken = /[@A-Za-s%](?![+-])\d*\.?\d*|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]\d+)?|\?/g;
const headPattern = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]\d+)?|[@A-Ia-i]\d*\.?\d*)/;

function decodeLine(
  text: string,
  line: number,
  compressed: boolean,
  state: TableState,
  problems: ProblemList,
): void {
  const head = headPattern.exec(text);
  const x = head === null ? Number.NaN : squeezedNumber(head[1]!);
  if (head === null || Number.isNaN(x)) {
    problems.error('JCAMP_BAD_LINE', `Line ${line} does not begin with an abscissa.`, {
      line,
      value: excerpt(text),
      expectation: 'a number',
      fix: 'Export the file again.',
    });
    return;
  }
  const rest = text.slice(head[0].length);
  const tokens = rest.match(compressed ? compressedToken : plainNumber) ?? [];
  refuseOtherSigns(rest, compressed, line, problems);
  if (!compressed && /\d[+-]\d/.test(rest.replace(/[eE][+-]/g, ''))) state.forms.add('PAC');
  decodeTokens(tokens, x, line, state, problems);
}

function refuseOtherSigns(rest: string, compressed: boolean, line: number, problems: ProblemList): void {
  const pattern = compressed ? compressedToken : plainNumber;
  const left = rest.replace(pattern, '').replace(/[\s,;]/g, '');
  if (left === '') return;
  problems.error(
    'JCAMP_BAD_LINE',
    `Line ${line} holds ${JSON.stringify(excerpt(left))}, which is no number.`,
    {
      line,
      value: excerpt(rest),
      expectation: 'ordinates in AFFN, PAC, SQZ, DIF or DUP form',
      fix: 'Export the file again.',
    },
  );
}

/** Kind, value and text of the last number, which a repetition repeats. */
interface LastToken {
  readonly isDifference: boolean;
  readonly value: number;
}

function decodeTokens(
  tokens: readonly string[],
  x: number,
  line: number,
  state: TableState,
  problems: ProblemList,
): void {
  const { ordinates } = state;
  let checks = state.endsInDifference;
  const index = checks ? ordinates.length - 1 : ordinates.length;
  state.heads.x.push(x);
  state.heads.index.push(index);
  state.heads.line.push(line);
  let last: LastToken | null = null;
  const add = (token: LastToken) => {
    const before = ordinates.length === 0 ? 0 : ordinates.last;
    ordinates.push(token.isDifference ? before + token.value : token.value);
    state.lines.push(line);
  };
  for (const text of tokens) {
    const repeats = repetitions(text);
    if (repeats !== null) {
      state.forms.add('DUP');
      if (ordinates.length + repeats > mostOrdinates) {
        tooManyRepetitions(text, line, problems);
        continue;
      }
      if (last !== null) for (let i = 1; i < repeats; i++) add(last);
      continue;
    }
    last = readToken(text, state.forms);
    if (checks) checkRepeated(last, line, state, problems);
    else add(last);
    checks = false;
  }
  // A line that only holds the check value ends the differences.
  state.endsInDifference = last?.isDifference ?? false;
}

function tooManyRepetitions(text: string, line: number, problems: ProblemList): void {
  problems.error(
    'JCAMP_BAD_LINE',
    `Line ${line} repeats a value so often that the spectrum would have more than ${mostOrdinates} points.`,
    {
      line,
      value: excerpt(text),
      expectation: `at most ${mostOrdinates} points`,
      fix: 'The file is damaged; export it again.',
    },
  );
}

function checkRepeated(token: LastToken, line: number, state: TableState, problems: ProblemList): void {
  const expected = state.ordinates.last;
  if (!token.isDifference && Math.abs(token.value - expected) <= yCheckTolerance) return;
  problems.error(
    'JCAMP_Y_CHECK',
    `The differences of the line before end at ${expected}, but line ${line} begins with ${token.value}.`,
    {
      line,
      value: String(token.value),
      expectation: String(expected),
      fix: 'The file is damaged; export it again.',
    },
  );
}

function readToken(text: string, forms: Set<OrdinateForm>): LastToken {
  const first = text.charCodeAt(0);
  // % J…R: 0…9, j…r: −1…−9.
  if (first === 37 || (first >= 74 && first <= 82) || (first >= 106 && first <= 114)) {
    forms.add('DIF');
    const digit = first === 37 ? 0 : first <= 82 ? first - 73 : first - 105;
    return { isDifference: true, value: signed(digit, first >= 106, text) };
  }
  if (text === '?') return { isDifference: false, value: Number.NaN };
  if (first >= 64) forms.add('SQZ');
  return { isDifference: false, value: squeezedNumber(text) };
}

/** A plain number, or one whose first digit is squeezed: @ A…I are 0…9, a…i are −1…−9. */
function squeezedNumber(text: string): number {
  const first = text.charCodeAt(0);
  if (first >= 64 && first <= 73) return signed(first - 64, false, text);
  if (first >= 97 && first <= 105) return signed(first - 96, true, text);
  return Number(text);
}

function signed(digit: number, isNegative: boolean, text: string): number {
  const value = Number(`${digit}${text.slice(1)}`);
  return isNegative ? -value : value;
}

/** How often the number before occurs in all, where the text says that it repeats: S…Z are 1…8, s is 9. */
function repetitions(text: string): number | null {
  const first = text.charCodeAt(0);
  if (first >= 83 && first <= 90) return Number(`${first - 82}${text.slice(1)}`);
  return first === 115 ? Number(`9${text.slice(1)}`) : null;
}

/** Decodes the lines below `(XY..XY)`: pairs of plain numbers. */
export function decodePairs(
  body: Iterable<string>,
  firstLine: number,
  problems: ProblemList,
): { x: Float64Array; y: Float64Array; lines: Int32Array } {
  const [x, y, lines] = [new NumberList(), new NumberList(), new NumberList()];
  let line = firstLine;
  for (const text of body) {
    const numbers = (text.match(plainNumber) ?? []).map((token) =>
      token === '?' ? Number.NaN : Number(token),
    );
    if (numbers.length % 2 === 1) refuseLoneNumber(text, numbers.length, line, problems);
    for (let k = 0; k + 1 < numbers.length; k += 2) {
      x.push(numbers[k]!);
      y.push(numbers[k + 1]!);
      lines.push(line);
    }
    if (x.length > mostOrdinates) {
      tooManyPoints(line, problems);
      break;
    }
    line++;
  }
  return { x: x.toArray(), y: y.toArray(), lines: Int32Array.from(lines.toArray()) };
}

function refuseLoneNumber(text: string, count: number, line: number, problems: ProblemList): void {
  problems.error('JCAMP_BAD_LINE', `Line ${line} holds ${count} numbers, which are no pairs.`, {
    line,
    value: excerpt(text),
    expectation: 'pairs of x and y',
    fix: 'Export the file again.',
  });
}
