import { describe, expect, it } from '@jest/globals';
import { formatMetric, formatNumber, formatProblems } from './format.js';
import { renderTable } from './table.js';

describe('renderTable', () => {
  it('wraps long cells within the width and never breaks a name', () => {
    const name = 'optimization.parameter_tolerance';
    const text = renderTable(
      ['parameter', 'meaning'],
      [[name, 'Stop when a step is shorter than this share.']],
      60,
    );
    expect(text.split('\n').every((line) => line.length <= 60)).toBe(true);
    expect(text).toContain(name);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('Stop when a step is shorter than this share.');
  });

  it('leaves out columns that are empty everywhere', () => {
    expect(renderTable(['a', 'b', 'c'], [['1', '', '3']], 60)).toBe('a  c\n1  3');
  });
});

describe('numbers', () => {
  it.each([
    [0.1234567, '0.123457'],
    [1000, '1000'],
    [99964.129, '99964.1'],
    [1e-12, '1e-12'],
  ])('%p is shown as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('carry their unit, unless they have none', () => {
    expect(formatMetric(0.5, { unit: 'mm' })).toBe('0.5 mm');
    expect(formatMetric(3, { unit: '1' })).toBe('3');
  });
});

it('shows errors before warnings, and the same problem once', () => {
  const error = { code: 'A', severity: 'error', message: 'Bad.', place: { parameter: 'x' } } as const;
  const warning = { ...error, severity: 'warning', message: 'Odd.' } as const;
  expect(formatProblems([warning, error, error])).toBe('error: Bad.\nwarning: Odd.');
});
