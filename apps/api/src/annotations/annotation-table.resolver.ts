import { Readable } from 'node:stream';
import { UserError } from '@batchyard/domain';
import type { AnnotationRow, ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { FilePayload, presentFile } from '../files/files.types.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { annotationTableCsv } from './annotation-table.js';
import { KeepAnnotationTableInput } from './assignments.types.js';

@Resolver()
export class AnnotationTableResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Mutation(() => FilePayload, {
    description:
      'Keeps the current annotations as a CSV file of the project, an input for designs; what is said later does not change it.',
  })
  @AllowIn('project', 'edit', (args: { input: KeepAnnotationTableInput }) => args.input.projectSlug)
  keepAnnotationTable(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { kind, level, changesetId, name }: KeepAnnotationTableInput,
  ) {
    return orProblems(async () => {
      const { annotations, blobs, files } = this.persistence;
      const filter = { kind: kind ?? null, level: level ?? null, changesetId: changesetId ?? null };
      const rows = orNone(annotations.table(projectId, filter));
      const contents = await blobs.put(Readable.from(bytesOf(annotationTableCsv(rows))));
      const table = { name: name ?? `${kind ?? 'annotations'}.csv`, mediaType: 'text/csv', ...contents };
      const [file] = await files.create(actorOf(identity), projectId, [table]);
      return { file: file && presentFile(file) };
    });
  }
}

/** @throws UserError NO_ANNOTATIONS: a table without rows is of no use as an input */
async function* orNone(rows: AsyncIterable<AnnotationRow>): AsyncGenerator<AnnotationRow> {
  let isEmpty = true;
  for await (const row of rows) {
    isEmpty = false;
    yield row;
  }
  if (isEmpty) {
    const message =
      'No annotation like that holds now, so there is no table to keep. Annotate something first.';
    throw new UserError('NO_ANNOTATIONS', message);
  }
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of texts) yield Buffer.from(text);
}
