/** Which files a schedule's inputs are at one moment. */
import { type InputReference, matchFiles, UserError } from '@batchyard/domain';
import { projectFiles } from './project-files.js';
import type { InputPatterns, LeftOut, ScheduleRecord } from './schedule-record.js';
import {
  enterShareFiles,
  isPattern,
  matchShare,
  readSharePattern,
  requireMatch,
  type ShareMeans,
  type SharePattern,
  shareText,
} from './share-files.js';

interface Matched {
  readonly ids: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * One set for each file that the pattern matches, in the order of names.
 * @throws UserError INPUT_NOT_FOUND, SEVERAL_PATTERNS, SHARE_NOT_GRANTED, SHARE_AWAY, UNKNOWN_SHARE
 */
export async function matchInputs(
  means: ShareMeans,
  schedule: ScheduleRecord,
  patterns: InputPatterns,
): Promise<{ readonly sets: InputReference[]; readonly leftOut: readonly LeftOut[] }> {
  const fixed: Record<string, string> = {};
  let many: { readonly input: string; readonly matched: Matched } | null = null;
  const leftOut: LeftOut[] = [];
  for (const [input, pattern] of Object.entries(patterns)) {
    const matched = await matchOne(means, schedule, input, pattern);
    leftOut.push(...matched.leftOut);
    if (!isPattern(pattern)) fixed[input] = requireMatch(matched.ids, input, pattern)[0] ?? '';
    else if (many === null) many = { input, matched };
    else throw severalPatterns(many.input, input);
  }
  if (many === null) return { sets: [fixed], leftOut };
  const { input, matched } = many;
  return { sets: matched.ids.map((id) => ({ ...fixed, [input]: id })), leftOut };
}

async function matchOne(
  means: ShareMeans,
  schedule: ScheduleRecord,
  input: string,
  pattern: string,
): Promise<Matched> {
  const where = readSharePattern(pattern);
  if (where !== null) return matchOnShare(means, schedule, input, pattern, where);
  const files = await projectFiles(means.database, schedule.projectId);
  const names = matchFiles([...files.keys()], pattern)?.map(({ path }) => path) ?? [];
  return { ids: requireMatch(names, input, pattern).map((name) => files.get(name) ?? ''), leftOut: [] };
}

async function matchOnShare(
  means: ShareMeans,
  { projectId, createdById, name }: ScheduleRecord,
  input: string,
  pattern: string,
  where: SharePattern,
): Promise<Matched> {
  const files = requireMatch(await matchShare(means.shares, projectId, where), input, pattern);
  const actor = { userId: createdById, source: 'schedule' } as const;
  const entered = await enterShareFiles(
    means,
    { projectId, actor, source: `the schedule ${name}` },
    where,
    files,
  );
  const leftOut = files.flatMap((file, index): LeftOut[] =>
    entered[index] === null
      ? [{ place: shareText(where.share, file.path), message: 'It was being written to.' }]
      : [],
  );
  return { ids: [...new Set(entered.flatMap((file) => file?.id ?? []))], leftOut };
}

const severalPatterns = (first: string, second: string) =>
  new UserError(
    'SEVERAL_PATTERNS',
    `Both ${first} and ${second} stand for many files. Give one pattern and single files for the others.`,
    { input: second },
  );
