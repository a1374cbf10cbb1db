import { batchOptionsSchema, type JsonObject, UserError } from '@batchyard/domain';
import type { NewWatchedFolder } from '@batchyard/persistence';
import { z } from 'zod';
import { problemsOfIssues } from '../graphql/problems.js';
import { unknownShare } from '../shares/unknown-share.js';
import type { WatchedFolderFields } from './watched-folders.types.js';

const seconds = (min: number, max: number, standard: number) =>
  z
    .int()
    .min(min)
    .max(max)
    .nullish()
    .transform((given) => given ?? standard);

const dayS = 24 * 3600;

const schema = z
  .object({
    name: z.string(),
    share: z.string().trim().min(1, 'the name of a share'),
    folder: z
      .string()
      .nullish()
      .transform((text) => (text ?? '').trim().replaceAll(/^\/+|\/+$/g, '')),
    patterns: z
      .array(z.string().trim().min(1).max(200))
      .max(20)
      .nullish()
      .transform((given) => given ?? []),
    recursive: z
      .boolean()
      .nullish()
      .transform((given) => given ?? false),
    doneSuffix: z
      .string()
      .trim()
      .max(40)
      .regex(/^[^/\\*?]*$/, 'an ending such as .done')
      .nullish()
      .transform((given) => given || null),
    pollS: seconds(1, 3600, 5),
    stableS: seconds(1, dayS, 10),
    quietS: seconds(0, dayS, 30),
    longestWaitS: seconds(0, 7 * dayS, 600),
    designId: z
      .string()
      .nullish()
      .transform((given) => given ?? null),
    templateId: z
      .string()
      .nullish()
      .transform((given) => given ?? null),
    templateVersion: z
      .int()
      .min(1)
      .nullish()
      .transform((given) => given ?? null),
    input: z
      .string()
      .trim()
      .nullish()
      .transform((given) => given || null),
    inputs: z
      .record(z.string(), z.string().trim().min(1, 'a file name'))
      .nullish()
      .transform((given) => given ?? {}),
    options: batchOptionsSchema.partial().nullish(),
  })
  .refine(({ designId, templateId }) => (designId === null) !== (templateId === null), {
    path: ['target'],
    message: 'exactly one of designId and templateId',
  });

/** @param shares names of those that the project may read @throws UserError INVALID_WATCHED_FOLDER with every problem, UNKNOWN_SHARE */
export function readWatchedFolder(fields: WatchedFolderFields, shares: readonly string[]): NewWatchedFolder {
  const parsed = schema.safeParse(fields);
  if (!parsed.success) {
    throw new UserError(
      'INVALID_WATCHED_FOLDER',
      'The watched folder was not saved.',
      {},
      problemsOfIssues(parsed.error, 'watchedFolder'),
    );
  }
  const { share, templateId, templateVersion } = parsed.data;
  if (!shares.includes(share)) {
    const problem = unknownShare(share, shares);
    throw new UserError(problem.code, problem.message, {}, [problem]);
  }
  return {
    ...parsed.data,
    templateVersion: templateId === null ? null : templateVersion,
    // As given, so that defaults of a later release apply.
    options: (fields.options ?? {}) as JsonObject,
  };
}
