/** From whatever ended a job to what is told of it. */
import path from 'node:path';
import { types } from 'node:util';
import { ProblemsError, ProcessingError } from '../contract.js';
import type { JobError } from './events.js';

/**
 * Bad input has its problems, a failure that the pipeline foresaw its own words, a folder that cannot be written to
 * says so, and anything else is unexpected.
 * @param stage in which it was thrown
 */
export function describeFailure(thrown: unknown, stage: string, outputDir: string): JobError {
  if (thrown instanceof ProblemsError) return { stage, message: thrown.message, problems: thrown.problems };
  if (thrown instanceof ProcessingError) return { stage, message: thrown.message, problems: [] };
  const message = unwritable(thrown, outputDir) ?? `Unexpected error: ${messageOf(thrown)}`;
  return { stage, message, problems: [] };
}

export function messageOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}

/** Why nothing can be written, in the words that failures are sorted by, and what to do. */
const reasons: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  ENOSPC: ['no space left on device', 'Free some space on that disk, or choose another one.'],
  EDQUOT: ['disk quota exceeded', 'Free some space, or ask for a larger quota.'],
  EROFS: ['the file system is read-only', 'Choose a folder on another one.'],
  EACCES: ['permission denied', 'Choose a folder that may be written to, or change its permissions.'],
  EPERM: ['operation not permitted', 'Choose a folder that may be written to, or change its permissions.'],
  ENOTDIR: ['a file is in the place of a folder', 'Move that file away, or choose another folder.'],
  EISDIR: ['a folder is in the place of a file', 'Move that folder away, or choose another one.'],
};
/** These come of writing alone, also where the system does not say which file. */
const alwaysWriting: readonly string[] = ['ENOSPC', 'EDQUOT', 'EROFS'];

function unwritable(thrown: unknown, outputDir: string): string | null {
  if (!types.isNativeError(thrown)) return null;
  const { code = '', path: from, dest } = thrown as NodeJS.ErrnoException & { readonly dest?: string };
  const [why, fix] = Object.hasOwn(reasons, code) ? reasons[code]! : [];
  if (why === undefined) return null;
  const inside = [dest, from].find((file) => file !== undefined && isInside(outputDir, file));
  if (inside === undefined && !alwaysWriting.includes(code)) return null;
  const place = inside === undefined ? '' : ` at ${path.relative(outputDir, inside) || '.'}`;
  return `Output folder not writable: ${why} (${code})${place}. ${fix}`;
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
