import { defaultSaveEvery, maxSaveEvery } from '@batchyard/domain';
import type { AssignmentMode, ResultDecision } from '@batchyard/persistence';
import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Changeset, type ChangesetNode } from '../changesets/changesets.types.js';
import {
  AssignmentModeEnum,
  AssignmentStatusEnum,
  ResultDecisionEnum,
  SeverityEnum,
} from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';
import { Annotation, type AnnotationNode } from './annotations.types.js';

@InputType()
export class AssignmentInput {
  @Field(() => String, { description: 'Name of the subject.' }) subject: string;
  @Field(() => String) kind: string;
  @Field(() => String) value: string;
  @Field(() => String, {
    nullable: true,
    description: 'A range: [5:10], death:, all … Absent: all frames, or the subject itself.',
  })
  frames?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Takes the value away.' }) remove?: boolean | null;
  @Field(() => Float, { nullable: true }) confidence?: number | null;
  @Field(() => SeverityEnum, { nullable: true, description: 'Of the vocabulary when absent.' })
  severity?: string | null;
  @Field(() => String, { nullable: true }) note?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'An object.' }) detail?: unknown;
}

@InputType({ description: 'Many more go to POST /annotations/<project slug> as JSON lines or CSV.' })
export class AssignAnnotationsInput {
  @Field(() => String) projectSlug: string;
  @Field(() => [AssignmentInput], { description: 'At most 5,000.' }) assignments: AssignmentInput[];
  @Field(() => AssignmentModeEnum, { nullable: true, description: 'all_or_nothing when absent.' })
  mode?: AssignmentMode | null;
  @Field(() => Boolean, { nullable: true, description: 'End conflicting annotations instead of failing.' })
  overwrite?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Also at and after a terminal value such as death.' })
  overwriteTerminal?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Skip assignments whose range selects no frames instead of failing.',
  })
  skipEmptyRanges?: boolean | null;
  @Field(() => Int, {
    nullable: true,
    description: `With valid_only: entries that are saved at a time, 1 to ${maxSaveEvery}; ${defaultSaveEvery} when absent, more of long lists.`,
  })
  saveEvery?: number | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'With valid_only: a changeset of yours that was broken off. What is written now belongs to it.',
  })
  continues?: string | null;
  @Field(() => ID, { nullable: true, description: 'The job whose result is annotated.' }) jobId?:
    | string
    | null;
  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the artifact of the job that was looked at.',
  })
  artifactSha256?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Only say what would happen.' }) plan?: boolean | null;
}

@ObjectType()
export class AssignmentOutcome {
  @Field(() => Int, { description: 'Of the assignment, from 0.' }) index: number;
  @Field(() => AssignmentStatusEnum) status: string;
  @Field(() => Int, { description: 'Frames that were assigned.' }) frames: number;
  @Field(() => Int, { description: 'Frames that were left as they are.' }) skippedFrames: number;
  @Field(() => String, { nullable: true }) message: string | null;
  @Field(() => String, { nullable: true }) code: string | null;
}

@ObjectType()
export class AssignPayload {
  @Field(() => Changeset, { nullable: true, description: 'Null when nothing was written.' })
  changeset?: ChangesetNode | null;
  @Field(() => [AssignmentOutcome], { description: 'In the order of the assignments.' })
  outcomes: readonly AssignmentOutcome[];
  @Field(() => Int) assigned: number;
  @Field(() => Int) skipped: number;
  @Field(() => Int) failed: number;
  @Field(() => Float, { description: 'Seconds that it took.' }) elapsedS: number;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class KeepAnnotationTableInput {
  @Field(() => String) projectSlug: string;
  @Field(() => String, { nullable: true, description: 'Only of this kind.' }) kind?: string | null;
  @Field(() => String, { nullable: true, description: 'Only about subjects of this level.' }) level?:
    | string
    | null;
  @Field(() => ID, {
    nullable: true,
    description: 'Only what this change said and still holds, such as an import.',
  })
  changesetId?: string | null;
  @Field(() => String, { nullable: true, description: 'Of the file; <kind>.csv when absent.' }) name?:
    | string
    | null;
}

@InputType()
export class ResolveOlderResultInput {
  @Field(() => [ID], { description: 'Annotations on an older result, at most 500, all of one project.' })
  annotationIds: string[];
  @Field(() => ResultDecisionEnum) decision: ResultDecision;
}

@ObjectType()
export class ResolveOlderResultPayload {
  @Field(() => Changeset, { nullable: true }) changeset?: ChangesetNode | null;
  @Field(() => [Annotation], {
    description: 'keep: as they are now, on the newer result. redo: to be made anew, now ended. drop: ended.',
  })
  annotations: readonly AnnotationNode[];
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class AgreementInput {
  @Field(() => String) projectSlug: string;
  @Field(() => String) kind: string;
  @Field(() => ID, { description: 'Of an annotator.' }) authorA: string;
  @Field(() => ID, { description: 'Of an annotator.' }) authorB: string;
  @Field(() => String, { nullable: true, description: 'Only subjects of this level.' }) level?: string | null;
}
