import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Changeset, type ChangesetNode } from '../changesets/changesets.types.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';
import { Subject, type SubjectNode } from './subjects.types.js';

@InputType()
export class NewFrameInput {
  @Field(() => Int) number: number;
  @Field(() => String, { nullable: true, description: '<subject>_s0005 for frame 5 when absent.' })
  name?: string | null;
  @Field(() => ID, { nullable: true, description: 'Its image, a file of the project.' }) fileId?:
    | string
    | null;
}

@InputType()
export class NewSubjectInput {
  @Field(() => String) name: string;
  @Field(() => String) level: string;
  @Field(() => String, { nullable: true, description: 'Name of the subject above.' }) parent?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'Free facts: an object.' }) metadata?: unknown;
  @Field(() => [NewFrameInput], { nullable: true }) frames?: NewFrameInput[] | null;
}

@InputType({ description: 'Files whose names say which frame of which subject they show.' })
export class SubjectsFromFilesInput {
  @Field(() => String, {
    description: 'For example {embryo}_s{frame}.png; levels and {frame} in braces, * is any text.',
  })
  pattern: string;
  @Field(() => [ID], { nullable: true, description: 'All files of the project when absent.' })
  fileIds?: string[] | null;
}

@InputType({
  description: 'Exactly one of subjects and fromFiles. Subjects that exist get the frames they lack.',
})
export class CreateSubjectsInput {
  @Field(() => String) projectSlug: string;
  @Field(() => [NewSubjectInput], { nullable: true, description: 'At most 5,000, parents before children.' })
  subjects?: NewSubjectInput[] | null;
  @Field(() => SubjectsFromFilesInput, { nullable: true }) fromFiles?: SubjectsFromFilesInput | null;
  @Field(() => Boolean, { nullable: true, description: 'Only say what would be made.' }) plan?:
    | boolean
    | null;
}

@ObjectType({ description: 'A subject that a plan would make.' })
export class PlannedSubject {
  @Field(() => String) name: string;
  @Field(() => String) level: string;
  @Field(() => String, { nullable: true }) parent: string | null;
  @Field(() => Int, { description: 'Frames that it does not have yet.' }) newFrames: number;
  @Field(() => Boolean) exists: boolean;
}

@ObjectType()
export class CreateSubjectsPayload {
  @Field(() => [Subject], { description: 'Those that were made or got frames, at most 500.' })
  subjects: readonly SubjectNode[];
  @Field(() => [PlannedSubject], { description: 'What was or would be made, at most 500.' })
  planned: readonly PlannedSubject[];
  @Field(() => Changeset, { nullable: true }) changeset?: ChangesetNode | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class SetLandmarkInput {
  @Field(() => ID) subjectId: string;
  @Field(() => String) name: string;
  @Field(() => Int, { nullable: true, description: 'Null takes it away.' }) frameNumber?: number | null;
}

@InputType()
export class UpdateSubjectInput {
  @Field(() => ID) subjectId: string;
  @Field(() => JsonScalar, { description: 'Replaces the free facts: an object.' }) metadata: unknown;
}

@ObjectType()
export class SubjectPayload {
  @Field(() => Subject, { nullable: true }) subject?: SubjectNode | null;
  @Field(() => Changeset, { nullable: true }) changeset?: ChangesetNode | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}
