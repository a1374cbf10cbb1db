/** Why a text holds no spectrum, said so that its owner can mend it. */
import { isBlank, type TextLines } from './lines.js';
import { type CellNotes, parseCell } from './numbers.js';
import { excerpt, type ProblemList } from './problem-list.js';

const exportAgain = 'Export the spectrum as CSV or JCAMP-DX from the instrument software.';

/** Refuses web pages and other marked-up text. Returns whether it did. */
export function refuseForeignText(text: string, problems: ProblemList): boolean {
  const start = text.slice(0, 500).trimStart();
  const isWebPage = /^<(!doctype\s+html|html|head|body)/i.test(start);
  const isMarkup = /^<(\?xml|[a-z]+[\s>])/i.test(start);
  const isJson = /^(\{\s*"|\[\s*[{[])/.test(start);
  if (!isWebPage && !isMarkup && !isJson) return false;
  const what = isWebPage ? 'a web page' : isMarkup ? 'XML' : 'JSON';
  const message = `The file is ${what}, no spectrum.`;
  problems.error('NOT_A_SPECTRUM', message, {
    line: 1,
    value: excerpt(start.split(/[\r\n]/)[0] ?? ''),
    expectation: 'delimited text or JCAMP-DX',
    fix: isWebPage
      ? 'Download the file again, a sign-in page may have been saved in its place.'
      : exportAgain,
  });
  return true;
}

const notes: CellNotes = { style: 'plain', unit: '' };

/** Adds why no line is a row of two numbers. */
export function explainNoTable(lines: TextLines, problems: ProblemList): void {
  const { filled, first, numbers, firstNumber } = lookAt(lines);
  if (numbers >= 3 && firstNumber !== null) {
    problems.error(
      'TOO_FEW_COLUMNS',
      `The file has one column of numbers (${numbers} rows); a spectrum needs two.`,
      {
        line: firstNumber.line,
        value: excerpt(firstNumber.text),
        expectation: 'two numbers on each line: a wavenumber or wavelength, and a measured value',
        fix: 'Export both columns.',
      },
    );
    return;
  }
  problems.error('NO_NUMERIC_DATA', `None of the ${filled} lines holds two numbers.`, {
    line: first?.line ?? 1,
    value: excerpt(first?.text ?? ''),
    expectation: 'lines with a wavenumber or wavelength, and a measured value',
    fix: exportAgain,
  });
}

interface Looked {
  /** Lines that are not blank. */
  filled: number;
  first: { readonly text: string; readonly line: number } | null;
  /** Of them, those that are one number. */
  numbers: number;
  firstNumber: { readonly text: string; readonly line: number } | null;
}

function lookAt(lines: TextLines): Looked {
  const looked: Looked = { filled: 0, first: null, numbers: 0, firstNumber: null };
  let line = 0;
  for (const text of lines) {
    line++;
    if (isBlank(text)) continue;
    const here = { text: text.trim(), line };
    looked.filled++;
    looked.first ??= here;
    if (!isNumber(here.text)) continue;
    looked.numbers++;
    looked.firstNumber ??= here;
  }
  return looked;
}

function isNumber(text: string): boolean {
  return !Number.isNaN(parseCell(text, '.', notes)) || !Number.isNaN(parseCell(text, ',', notes));
}
