import type {
  BatchState,
  FailureKind,
  JobState,
  LeftOut,
  ProjectAction,
  ProjectRole,
} from '@batchyard/domain';
import { roleAllows } from '@batchyard/domain';
import { type ProjectRecord, projectActions } from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { AnnotationTermInput } from '../annotations/annotation-term.types.js';
import {
  BatchStateEnum,
  FailureKindEnum,
  JobStateEnum,
  ProjectActionEnum,
  ProjectRoleEnum,
} from '../graphql/enums.js';
import { Problem } from '../graphql/problem.types.js';
import { User } from '../users/users.types.js';

@ObjectType({ description: "A team's workspace." })
export class Project {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'Name in addresses.' }) slug: string;
  @Field(() => String) name: string;
  @Field(() => String) description: string;
  @Field(() => Int, {
    nullable: true,
    description: 'Most jobs that run at once; null: as many as workers allow.',
  })
  concurrency: number | null;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => ProjectRoleEnum, { description: 'Instance administrators are maintainers everywhere.' })
  myRole: ProjectRole;
  @Field(() => [ProjectActionEnum], { description: 'What the caller may do here.' })
  allowedActions: ProjectAction[];
}

@ObjectType({ description: 'What goes on in batches that have not ended.' })
export class ProjectActivity {
  @Field(() => Int) runningJobs: number;
  @Field(() => Int) waitingJobs: number;
  @Field(() => Int) activeBatches: number;
  @Field(() => Int, { description: 'Jobs that finally failed in the last 24 hours; counted up to 1000.' })
  failedJobsLastDay: number;
}

@ObjectType()
export class ProjectMember {
  @Field(() => User) user: User;
  @Field(() => ProjectRoleEnum) role: ProjectRole;
}

@ObjectType()
export class ProjectPayload {
  @Field(() => Project, { nullable: true }) project?: Project | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class BatchFilter {
  @Field(() => [BatchStateEnum], { nullable: true }) states?: BatchState[] | null;
  @Field(() => ID, { nullable: true }) designId?: string | null;
}

@InputType()
export class JobFilter {
  @Field(() => [JobStateEnum], { nullable: true }) states?: JobState[] | null;
  @Field(() => ID, { nullable: true }) batchId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Only jobs with exactly these parameters: the key of a compared setting.',
  })
  settingKey?: string | null;
  @Field(() => String, { nullable: true, description: 'Only jobs of this failure group.' })
  failureKey?: string | null;
  @Field(() => [FailureKindEnum], {
    nullable: true,
    description: 'Only jobs whose newest failure is of these.',
  })
  failureKinds?: FailureKind[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Words that are all part of the label, in any case and order.',
  })
  search?: string | null;
  @Field(() => String, { nullable: true, description: 'Only jobs with a value of this metric.' })
  metric?: string | null;
  @Field(() => [AnnotationTermInput], {
    nullable: true,
    description:
      'Only jobs of whose subject or result one of these is said. A page may end before it is full: go on with its endCursor while hasNextPage.',
  })
  annotatedAs?: LeftOut[] | null;
  @Field(() => [AnnotationTermInput], {
    nullable: true,
    description: 'Only jobs of whose subject or result none of these is said.',
  })
  leaveOut?: LeftOut[] | null;
}

@InputType()
export class CreateProjectInput {
  @Field(() => String) slug: string;
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) description?: string | null;
}

@InputType()
export class UpdateProjectInput {
  @Field(() => String) projectSlug: string;
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => String, { nullable: true }) description?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Most jobs at once, 1 to 10000; null lifts the limit, absent leaves it.',
  })
  concurrency?: number | null;
}

@InputType()
export class SetProjectMemberInput {
  @Field(() => String) projectSlug: string;
  @Field(() => String) email: string;
  @Field(() => ProjectRoleEnum, { nullable: true, description: 'Null removes the member.' })
  role?: ProjectRole | null;
}

export function presentProject(record: ProjectRecord): Project {
  return {
    ...record,
    allowedActions: projectActions.filter((action) => roleAllows(record.myRole, action)),
  };
}
