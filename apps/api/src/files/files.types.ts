import type { FileRecord } from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType('File', { description: 'An uploaded file.' })
export class StoredFile {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => Float) sizeBytes: number;
  @Field(() => String) sha256: string;
  @Field(() => String) mediaType: string;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => String, { description: 'Path of the content on this server.' }) url: string;
}
/** With what field resolvers need beside the schema's fields. */
export interface StoredFileNode extends StoredFile {
  readonly createdById: string | null;
}

export const FileConnection = connectionOf('File', () => StoredFile);

@ObjectType()
export class FilePayload {
  @Field(() => StoredFile, { nullable: true }) file?: StoredFile | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class RenameFileInput {
  @Field(() => ID) fileId: string;
  @Field(() => String) name: string;
}

export function presentFile(record: FileRecord): StoredFileNode {
  return { ...record, url: `/files/${record.id}/content` };
}
