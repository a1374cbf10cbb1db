import type { JsonObject } from '@batchyard/domain';
import type { NewSubjects } from '@batchyard/persistence';
import { z } from 'zod';
import { invalid } from '../graphql/problems.js';
import type { CreateSubjectsInput, NewSubjectInput } from './subject-changes.types.js';

/** Subjects of one request at most. */
const maxSubjects = 5_000;

const objectSchema = z.record(z.string(), z.json());

/** @throws UserError INVALID_ARGUMENT */
export function readNewSubjects({ subjects, fromFiles }: CreateSubjectsInput): NewSubjects {
  if ((subjects == null) === (fromFiles == null)) {
    throw invalid('subjects', 'Give either subjects or fromFiles.');
  }
  if (fromFiles != null) return { pattern: fromFiles.pattern, fileIds: fromFiles.fileIds ?? null };
  const given = subjects ?? [];
  if (given.length > maxSubjects) {
    throw invalid('subjects', `At most ${maxSubjects} subjects are made at once, not ${given.length}.`);
  }
  return { subjects: given.map(readSubject) };
}

function readSubject({ name, level, parent, metadata, frames }: NewSubjectInput, index: number) {
  return {
    name,
    level,
    parent: parent ?? null,
    metadata: readMetadata(metadata ?? {}, `subjects.${index}.metadata`),
    frames: (frames ?? []).map(({ number, name: frameName, fileId }) => ({
      number,
      name: frameName ?? null,
      fileId: fileId ?? null,
    })),
  };
}

/** @throws UserError INVALID_ARGUMENT when it is not an object of JSON values */
export function readMetadata(metadata: unknown, parameter = 'metadata'): JsonObject {
  const read = objectSchema.safeParse(metadata);
  if (!read.success) throw invalid(parameter, 'Metadata is an object of names and values.');
  return read.data as JsonObject;
}
