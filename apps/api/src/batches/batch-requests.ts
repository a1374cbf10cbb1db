import {
  type BatchOptions,
  batchOptionsSchema,
  type JsonObject,
  metadataSchema,
  NotFound,
  UserError,
} from '@batchyard/domain';
import type { BatchRequest, Caller } from '@batchyard/persistence';
import { parseSpec } from '../designs/parse-design.js';
import { invalid, problemsOfIssues } from '../graphql/problems.js';
import type { Persistence } from '../persistence.module.js';
import type { StartBatchInput } from './batches.types.js';

/**
 * What the input asks for, in a project that the caller may run batches in.
 * @throws UserError with problems; NotFound for a design outside the project
 */
export async function readBatchRequest(
  persistence: Persistence,
  caller: Caller,
  projectId: string,
  input: StartBatchInput,
): Promise<BatchRequest> {
  const { designId, spec, options, name } = input;
  if ((designId == null) === (spec == null))
    throw invalid('designId', 'Give exactly one of designId and spec.');
  const rest = {
    projectId,
    options: parseOptions(options),
    name: readName(name),
    metadata: readMetadata(input.metadata),
    secondsPerJob: readSeconds(input.secondsPerJob),
    validOnly: input.validOnly ?? false,
    planFingerprint: input.planFingerprint ?? null,
  };
  if (designId == null) return { ...rest, designId: null, spec: parseSpec(spec) };
  const design = await persistence.designs.find(caller, designId);
  if (design.projectId !== projectId) throw new NotFound('The design');
  return { ...rest, designId, spec: design.spec };
}

/** A year. */
const maxSecondsPerJob = 366 * 24 * 3600;

function readName(name: string | null | undefined): string | null {
  const trimmed = name?.trim() ?? '';
  if (trimmed.length > 200) throw invalid('name', 'A batch has a name of at most 200 characters.');
  return trimmed === '' ? null : trimmed;
}

/** More than this is data, which belongs into a file. */
const maxMetadataChars = 20_000;

function readMetadata(raw: unknown): JsonObject {
  const parsed = metadataSchema.safeParse(raw ?? {});
  if (!parsed.success) throw invalid('metadata', 'Metadata is an object, such as {"subject": "S01"}.');
  if (JSON.stringify(parsed.data).length > maxMetadataChars) {
    throw invalid('metadata', `Metadata has at most ${maxMetadataChars} characters.`);
  }
  return parsed.data;
}

function readSeconds(seconds: number | null | undefined): number | null {
  if (seconds == null) return null;
  if (seconds > 0 && seconds <= maxSecondsPerJob) return seconds;
  throw invalid('secondsPerJob', `Seconds per job is a number above 0 and at most ${maxSecondsPerJob}.`);
}

function parseOptions(raw: unknown): BatchOptions {
  const parsed = batchOptionsSchema.safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  const problems = problemsOfIssues(parsed.error, 'options');
  throw new UserError('INVALID_OPTIONS', 'The options cannot be read.', {}, problems);
}
