import type { JsonObject } from '@batchyard/domain';
import {
  type InputPatterns,
  type WatchedFileCounts,
  type WatchedFileRecord,
  type WatchedFileState,
  type WatchedFolderRecord,
  type WatchedFolderStatus,
  watchedFileStates,
  watchedFolderStatus,
  watchedFolderStatuses,
} from '@batchyard/persistence';
import { ArgsType, Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../graphql/connection.js';
import { registerUnion } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

const WatchedFolderStatusEnum = registerUnion('WatchedFolderStatus', watchedFolderStatuses, {
  paused: 'Nobody looks, because somebody paused it.',
  unwatched: 'No worker that has its share looks, although one should.',
  away: 'It cannot be read at the moment; what was seen is kept.',
  blocked: 'Files are found, but no batch can be started.',
  watching: 'All is well.',
});
const WatchedFileStateEnum = registerUnion('WatchedFileState', watchedFileStates, {
  arriving: 'Not complete yet, or not readable.',
  waiting: 'Complete; its batch starts when nothing more comes for a while.',
  started: 'Has a batch.',
  same_content: 'Another file of the same content came before; it is not run again.',
  refused: 'The pipeline cannot take it.',
});

@ObjectType()
export class WatchedFileCountsNode implements WatchedFileCounts {
  @Field(() => Int) arriving: number;
  @Field(() => Int) waiting: number;
  @Field(() => Int) started: number;
  @Field(() => Int) same_content: number;
  @Field(() => Int) refused: number;
}

@ObjectType({ description: 'A folder of a share whose files are run as they come, each content once.' })
export class WatchedFolder {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) share: string;
  @Field(() => String, { description: 'Below the share, with slashes; empty: the share itself.' })
  folder: string;
  @Field(() => [String], { description: 'File names with stars; none: every file.' })
  patterns: readonly string[];
  @Field(() => Boolean, { description: 'Folders below are watched too.' }) recursive: boolean;
  @Field(() => String, {
    nullable: true,
    description:
      'A file is complete once one of its name and this ending lies beside it; null: once it no longer changes.',
  })
  doneSuffix: string | null;
  @Field(() => Int, { description: 'Seconds between two looks.' }) pollS: number;
  @Field(() => Int, { description: 'Unchanged for so long, a file without a mark is complete.' })
  stableS: number;
  @Field(() => Int, { description: 'A batch starts when nothing came for so long.' }) quietS: number;
  @Field(() => Int, { description: 'It starts anyway when its first file has waited for so long.' })
  longestWaitS: number;
  @Field(() => String, { description: 'Which input of the pipeline each file is.' }) input: string;
  @Field(() => JsonScalar, { description: 'Files of the project for the other inputs, by input.' })
  inputs: InputPatterns;
  @Field(() => JsonScalar, { description: 'Options of its batches that are given.' }) options: JsonObject;
  @Field(() => Int, { nullable: true, description: 'Of the template; null: the newest of each moment.' })
  templateVersion: number | null;
  @Field(() => WatchedFolderStatusEnum) status: WatchedFolderStatus;
  @Field(() => String, { nullable: true, description: 'Why it cannot be read, or starts no batch.' })
  problem: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Last look, by any worker.' })
  lookedAt: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Since when it cannot be read.' })
  awaySince: Date | null;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}
export interface WatchedFolderNode extends WatchedFolder {
  readonly record: WatchedFolderRecord;
}

@ObjectType({ description: 'A file as it lay in a watched folder; changed content makes another one.' })
export class WatchedFile {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'Below the folder, with slashes.' }) path: string;
  @Field(() => Float, { description: 'Bytes.' }) sizeBytes: number;
  @Field(() => WatchedFileStateEnum) state: WatchedFileState;
  @Field(() => String, { nullable: true }) sha256: string | null;
  @Field(() => String, { nullable: true, description: 'Why it is not run, or not yet.' }) note: string | null;
  @Field(() => GraphQLISODateTime) foundAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was complete and read.' })
  takenAt: Date | null;
}
export type WatchedFileNode = WatchedFileRecord;

export const WatchedFileConnection = connectionOf('WatchedFile', () => WatchedFile);

@ArgsType()
export class WatchedFilesArgs extends PageArgs {
  @Field(() => WatchedFileStateEnum, { nullable: true }) state?: WatchedFileState | null;
}

@ObjectType()
export class WatchedFolderPayload {
  @Field(() => WatchedFolder, { nullable: true }) watchedFolder?: WatchedFolder | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'Exactly one of designId and templateId.' })
export class WatchedFolderFields {
  @Field(() => String) name: string;
  @Field(() => String) share: string;
  @Field(() => String, { nullable: true, description: 'Absent: the share itself.' }) folder?: string | null;
  @Field(() => [String], { nullable: true, description: 'Absent: every file.' }) patterns?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Absent: false.' }) recursive?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: 'Such as .done; absent: complete once it no longer changes.',
  })
  doneSuffix?: string | null;
  @Field(() => Int, { nullable: true, description: '1 to 3600; absent: 5.' }) pollS?: number | null;
  @Field(() => Int, { nullable: true, description: '1 to 86400; absent: 10.' }) stableS?: number | null;
  @Field(() => Int, { nullable: true, description: '0 to 86400; absent: 30.' }) quietS?: number | null;
  @Field(() => Int, { nullable: true, description: '0 to 604800; absent: 600.' }) longestWaitS?:
    | number
    | null;
  @Field(() => ID, { nullable: true }) designId?: string | null;
  @Field(() => ID, { nullable: true }) templateId?: string | null;
  @Field(() => Int, { nullable: true, description: 'Absent: the newest of each moment.' })
  templateVersion?: number | null;
  @Field(() => String, { nullable: true, description: 'Absent: the first input that needs a file.' })
  input?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'Names of files of the project by input.' })
  inputs?: unknown;
  @Field(() => JsonScalar, { nullable: true, description: 'Options of its batches.' }) options?: unknown;
}

@InputType()
export class CreateWatchedFolderInput extends WatchedFolderFields {
  @Field(() => String) projectSlug: string;
}

@InputType()
export class UpdateWatchedFolderInput extends WatchedFolderFields {
  @Field(() => ID) watchedFolderId: string;
}

@InputType()
export class WatchedFolderInput {
  @Field(() => ID) watchedFolderId: string;
}

export function presentWatchedFolder(record: WatchedFolderRecord): WatchedFolderNode {
  return { ...record, status: watchedFolderStatus(record, new Date()), record };
}
