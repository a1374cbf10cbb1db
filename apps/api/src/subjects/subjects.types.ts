import type { JsonObject, RangeProblem } from '@batchyard/domain';
import type { FrameRecord, SubjectRecord } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { JsonScalar } from '../graphql/json.js';

@ObjectType({
  description: "Something annotated: a node of the project's tree, whose leaves have ordered frames.",
})
export class Subject {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'Unique in the project.' }) name: string;
  @Field(() => String) level: string;
  @Field(() => JsonScalar, { description: 'Free facts.' }) metadata: JsonObject;
  @Field(() => Int) frameCount: number;
  @Field(() => Int) childCount: number;
  @Field(() => Int, { description: 'Frames with at least one annotation.' }) annotatedFrames: number;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}
export interface SubjectNode extends Subject {
  readonly projectId: string;
  readonly parentId: string | null;
}

export const SubjectConnection = connectionOf('Subject', () => Subject);

@ObjectType()
export class Frame {
  @Field(() => Int) number: number;
  @Field(() => Int, { description: 'Place in the order of numbers, from 0.' }) position: number;
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true, description: 'Path of its image on this server.' })
  imagePath: string | null;
}

@ObjectType({ description: 'A named frame of a subject.' })
export class Landmark {
  @Field(() => String) name: string;
  @Field(() => Int) frameNumber: number;
  @Field(() => Boolean, { description: 'Follows from an annotation, and so cannot be set.' })
  isDerived: boolean;
}

@ObjectType('RangeError', { description: 'Why a range cannot be read or resolved.' })
export class RangeFault {
  @Field(() => String) code: string;
  @Field(() => String) message: string;
  @Field(() => Int, { nullable: true, description: 'Character of the text, from 0.' }) position:
    | number
    | null;
}

@ObjectType({ description: 'What a range selects of the frames of a subject.' })
export class FrameSelection {
  @Field(() => Int) count: number;
  @Field(() => Int, { description: 'Frames that the subject has.' }) of: number;
  @Field(() => [Int], { description: 'Frame numbers in the order of the range.' }) numbers: readonly number[];
  @Field(() => [String]) warnings: readonly string[];
  @Field(() => RangeFault, { nullable: true }) error: RangeProblem | null;
}

@InputType()
export class SubjectFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' }) text?:
    | string
    | null;
  @Field(() => String, { nullable: true }) level?: string | null;
  @Field(() => ID, { nullable: true, description: 'Directly below this subject.' }) parentId?: string | null;
  @Field(() => String, { nullable: true, description: 'With an annotation of this kind.' }) kind?:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'With an annotation of the kind that has this value.' })
  value?: string | null;
  @Field(() => String, { nullable: true, description: 'Without an annotation of this kind.' })
  without?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'With annotations on an older result that are to be made anew.',
  })
  toRedo?: boolean | null;
}

export function presentSubject(record: SubjectRecord): SubjectNode {
  return record;
}

export function presentFrame({ number, position, name, fileId, artifactId }: FrameRecord): Frame {
  return { number, position, name, imagePath: imagePathOf(fileId, artifactId) };
}

function imagePathOf(fileId: string | null, artifactId: string | null): string | null {
  if (fileId !== null) return `/files/${fileId}/content`;
  return artifactId === null ? null : `/artifacts/${artifactId}/content`;
}
