import { describe, expect, it } from '@jest/globals';
import { type Described, summaryOf } from './described';

const plain: Described = { description: 'A.', decisions: [], changes: [], problems: [], isPending: false };
const decision = { subject: 'x unit', choice: 'nm', confidence: 0.6, because: 'Its range is of nm.' };
const problem = (severity: 'error' | 'warning') => ({ code: severity, severity, message: 'No.' });

describe('what stands below the sentence on a file', () => {
  it.each<[Partial<Described>, string | null]>([
    [{}, null],
    [{ decisions: [decision] }, 'What this rests on'],
    [{ changes: ['Values became absorbance.'] }, 'What this rests on'],
    [{ problems: [problem('error')] }, '1 error'],
    [
      { decisions: [decision], problems: [problem('warning'), problem('error'), problem('warning')] },
      'What this rests on · 1 error · 2 warnings',
    ],
  ])('of %j is %j', (found, summary) => {
    expect(summaryOf({ ...plain, ...found })).toBe(summary);
  });
});
