/** Why a text holds no spectrum, said so that its owner can mend it. */
import { isBlank } from './lines.js';
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
export function explainNoTable(lines: readonly string[], problems: ProblemList): void {
  const filled = lines.flatMap((text, index) =>
    isBlank(text) ? [] : [{ text: text.trim(), line: index + 1 }],
  );
  const single = filled.filter(({ text }) => isNumber(text));
  if (single.length >= 3) {
    problems.error(
      'TOO_FEW_COLUMNS',
      `The file has one column of numbers (${single.length} rows); a spectrum needs two.`,
      {
        line: single[0]!.line,
        value: excerpt(single[0]!.text),
        expectation: 'two numbers on each line: a wavenumber or wavelength, and a measured value',
        fix: 'Export both columns.',
      },
    );
    return;
  }
  problems.error('NO_NUMERIC_DATA', `None of the ${filled.length} lines holds two numbers.`, {
    line: filled[0]?.line ?? 1,
    value: excerpt(filled[0]?.text ?? ''),
    expectation: 'lines with a wavenumber or wavelength, and a measured value',
    fix: exportAgain,
  });
}

function isNumber(text: string): boolean {
  return !Number.isNaN(parseCell(text, '.', notes)) || !Number.isNaN(parseCell(text, ',', notes));
}
