import { expect, it } from '@jest/globals';
import { exitText } from './exit-code';

it.each([
  [0, 'exit code 0'],
  [2, 'exit code 2'],
  [137, 'ended by SIGKILL (exit code 137)'],
  [139, 'ended by SIGSEGV (exit code 139)'],
  [255, 'exit code 255'],
])('says of %p: %p', (code, text) => {
  expect(exitText(code)).toBe(text);
});
