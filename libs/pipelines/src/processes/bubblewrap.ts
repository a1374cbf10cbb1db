import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const probeLimitMs = 5_000;

/** Whether bubblewrap can enclose a program so here; otherwise why not, for the operator. */
export async function tryBubblewrap(
  options: readonly string[],
): Promise<{ readonly refusal: string | null }> {
  try {
    await run('bwrap', [...options, '--', process.execPath, '--version'], { timeout: probeLimitMs });
    return { refusal: null };
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { refusal: isAbsent ? 'bubblewrap is not installed' : 'bubblewrap cannot be used here' };
  }
}
