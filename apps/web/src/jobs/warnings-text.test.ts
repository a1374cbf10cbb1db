import { expect, it } from '@jest/globals';
import { warningsText } from './warnings-text';

it.each([
  [[], null],
  [['A gap.'], '1 warning: A gap.'],
  [['A gap.', 'Few points.'], '2 warnings, the first: A gap.'],
])('warnings %j are told in a list as %j', (warnings, text) => {
  expect(warningsText(warnings)).toBe(text);
});
