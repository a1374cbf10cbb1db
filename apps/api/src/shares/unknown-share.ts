import type { Problem } from '@batchyard/pipelines';

/** @param granted names of those that the project may read */
export const unknownShare = (name: string, granted: readonly string[]): Problem => ({
  code: 'UNKNOWN_SHARE',
  severity: 'error',
  message: `The project may read no share ${JSON.stringify(name)}.`,
  place: { parameter: 'share' },
  value: name,
  expectation: granted.length === 0 ? 'none: it may read no share' : granted.join(', '),
  fix:
    granted.length === 0
      ? 'An administrator lets the project read shares under People and workers.'
      : 'Choose one of them.',
});
