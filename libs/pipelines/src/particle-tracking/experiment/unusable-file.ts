import { ProblemsError } from '../../contract.js';

/**
 * A file of the experiment that turned out to be of no use while frames were processed: bad input, as everything that
 * the check finds before.
 * @param file below the experiment directory
 * @param where what it was needed for, for example `Camera 2, frame 10003`
 */
export function unusableFile(file: string, where: string, reason: string): ProblemsError {
  return new ProblemsError([
    {
      code: 'UNUSABLE_FILE',
      severity: 'error',
      message: `${where}: ${file} cannot be used: ${reason}.`,
      place: { input: 'experiment', file },
      fix: 'Put a sound file in its place, or choose frames without it.',
    },
  ]);
}
