import { type JsonObject, type FrameRun as Run, runsOf, type Severity } from '@batchyard/domain';
import type { AnnotationRecord, AnnotatorKind, AnnotatorRecord } from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { AnnotatorKindEnum, SeverityEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';

@ObjectType({ description: 'Who annotates: a person, a person who imports, or a version of a pipeline.' })
export class Annotator {
  @Field(() => ID) id: string;
  @Field(() => AnnotatorKindEnum) kind: AnnotatorKind;
}
export interface AnnotatorNode extends Annotator {
  readonly record: AnnotatorRecord;
}

@ObjectType({ description: 'Frames that follow each other, by number; both ends are included.' })
export class FrameRun {
  @Field(() => Int) first: number;
  @Field(() => Int) last: number;
}

@ObjectType({
  description: 'One statement on a subject or some of its frames. It is never changed, only ended.',
})
export class Annotation {
  @Field(() => ID) id: string;
  @Field(() => String) kind: string;
  @Field(() => String) value: string;
  @Field(() => [FrameRun], { nullable: true, description: 'Null: the subject itself.' })
  frames: readonly Run[] | null;
  @Field(() => Float, { nullable: true, description: '0 to 1' }) confidence: number | null;
  @Field(() => SeverityEnum, { nullable: true }) severity: Severity | null;
  @Field(() => String, { nullable: true }) note: string | null;
  @Field(() => JsonScalar) detail: JsonObject;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => String, { nullable: true, description: 'The artifact that it was made on.' })
  artifactPath: string | null;
  @Field(() => String, { nullable: true }) artifactSha256: string | null;
}
export interface AnnotationNode extends Annotation {
  readonly record: AnnotationRecord;
}

@ObjectType()
export class AgreementTable {
  @Field(() => [String]) values: readonly string[];
  @Field(() => [[Int]], {
    description: 'counts[i][j]: called values[i] by the first, values[j] by the second.',
  })
  counts: readonly (readonly number[])[];
}

@ObjectType()
export class AgreementInterval {
  @Field(() => Float) low: number;
  @Field(() => Float) high: number;
}

@ObjectType({ description: 'How well two annotators agree on frames that both judged.' })
export class Agreement {
  @Field(() => Float, { nullable: true, description: "Cohen's kappa; null where it is not defined." })
  kappa: number | null;
  @Field(() => Int, { description: 'Frames, or subjects, that both judged.' }) n: number;
  @Field(() => Int, { description: 'Of these, judged the same.' }) agreed: number;
  @Field(() => AgreementTable) table: AgreementTable;
  @Field(() => AgreementInterval, { nullable: true, description: '95 % interval of kappa.' })
  interval: AgreementInterval | null;
}

export function presentAnnotation(record: AnnotationRecord): AnnotationNode {
  return { ...record, frames: record.frames && runsOf(record.frames), record };
}

export function presentAnnotator(record: AnnotatorRecord): AnnotatorNode {
  return { id: record.id, kind: record.kind, record };
}
